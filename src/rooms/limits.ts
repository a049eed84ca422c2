import { plural } from '../shared/text.ts';
import type { Policy } from './policy.ts';

type Limits = Pick<Policy, 'maxAbandoned' | 'maxNewAbandoned' | 'maxRisky'>;

/** One sentence for each limit that is exceeded; empty if all hold. */
export function exceededLimits(
  counts: { readonly abandoned: number; readonly new: number; readonly risky: number },
  limits: Limits,
): string[] {
  const { maxAbandoned, maxNewAbandoned, maxRisky } = limits;
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
  if (maxRisky !== null && counts.risky > maxRisky) {
    const carry = counts.risky === 1 ? 'carries' : 'carry';
    sentences.push(
      `${plural(counts.risky, 'abandoned room')} ${carry} a risk, more than max-risky allows (${maxRisky}).`,
    );
  }
  return sentences;
}
