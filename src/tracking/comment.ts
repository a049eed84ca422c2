import { GitHubError } from '../github/failure.ts';
import { insistOn } from '../github/retry.ts';
import type { MarkedComment } from '../issue/plan.ts';
import type { Tracker } from '../issue/types.ts';
import { collect, isBy } from './find.ts';

/**
 * Comments, unless a run that was stopped half-way, or whose answer was lost, did so already. A conversation that
 * people have locked goes on without: the issue itself can still be edited.
 */
export async function commentOnce(
  { host, viewer, log }: Tracker,
  number: number,
  { text, marker }: MarkedComment,
): Promise<void> {
  await insistOn(host, async () => {
    const made = await collect(
      host.comments(number),
      (one) => isBy(one, viewer) && one.body.includes(marker),
    );
    if (made.length > 0) return;
    try {
      await host.comment(number, text);
    } catch (error) {
      if (!(error instanceof GitHubError) || !error.isLocked) throw error;
      log.warning(error.message);
    }
  });
}
