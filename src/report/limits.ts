import type { Policy } from '../rooms/room.ts';
import type { Counts } from './report.ts';

type Limits = Pick<Policy, 'maxAbandoned' | 'maxNewAbandoned'>;

/** One sentence for each limit that is exceeded; none where all hold. A number that is not known exceeds none. */
export function exceededLimits(counts: Pick<Counts, 'abandoned' | 'new'>, limits: Limits): string[] {
  const { maxAbandoned, maxNewAbandoned } = limits;
  const sentences: string[] = [];
  if (maxAbandoned !== null && counts.abandoned > maxAbandoned) {
    sentences.push(
      `${counts.abandoned} abandoned room(s) are more than max-abandoned allows (${maxAbandoned}).`,
    );
  }
  if (maxNewAbandoned !== null && counts.new > maxNewAbandoned) {
    sentences.push(
      `${counts.new} room(s) became abandoned since the last run, more than max-new-abandoned allows (${maxNewAbandoned}).`,
    );
  }
  return sentences;
}
