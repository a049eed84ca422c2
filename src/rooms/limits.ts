import { plural } from '../shared/text.ts';
import type { Policy } from './policy.ts';

type Limits = Pick<Policy, 'maxAbandoned' | 'maxNewAbandoned'>;

/** One sentence for each limit that is exceeded; empty if all hold. */
export function exceededLimits(
  counts: { readonly abandoned: number; readonly new: number },
  limits: Limits,
): string[] {
  const { maxAbandoned, maxNewAbandoned } = limits;
  const sentences: string[] = [];
  if (maxAbandoned !== null && counts.abandoned > maxAbandoned) {
    const verb = counts.abandoned === 1 ? 'is' : 'are';
    sentences.push(
      `${plural(counts.abandoned, 'abandoned room')} ${verb} more than max-abandoned allows (${maxAbandoned}).`,
    );
  }
  if (maxNewAbandoned !== null && counts.new > maxNewAbandoned) {
    sentences.push(
      `${plural(counts.new, 'room')} became abandoned since the last run, more than max-new-abandoned allows (${maxNewAbandoned}).`,
    );
  }
  return sentences;
}
