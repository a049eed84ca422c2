import type { Policy } from '../rooms/room.ts';
import type { Counts } from './report.ts';
import { counted } from './sentences.ts';

type Limits = Pick<Policy, 'maxAbandoned' | 'maxNewAbandoned'>;

/** One sentence for each limit that is exceeded; none where all hold. A number that is not known exceeds none. */
export function exceededLimits(counts: Pick<Counts, 'abandoned' | 'new'>, limits: Limits): string[] {
  const { maxAbandoned, maxNewAbandoned } = limits;
  const sentences: string[] = [];
  if (maxAbandoned !== null && counts.abandoned > maxAbandoned) {
    const verb = counts.abandoned === 1 ? 'is' : 'are';
    sentences.push(
      `${counted(counts.abandoned, 'abandoned room')} ${verb} more than max-abandoned allows (${maxAbandoned}).`,
    );
  }
  if (maxNewAbandoned !== null && counts.new > maxNewAbandoned) {
    sentences.push(
      `${counted(counts.new, 'room')} became abandoned since the last run, more than max-new-abandoned allows (${maxNewAbandoned}).`,
    );
  }
  return sentences;
}
