import prettyBytes from 'pretty-bytes';
import { exceededLimits } from '../../rooms/limits.ts';
import { plural } from '../../shared/text.ts';
import { countUnjudged, isNothingJudged } from '../figures.ts';
import type { Report } from '../schema.ts';
import { markdownText } from './markdown.ts';
import { describeCheck, noRoomsVisible } from './sentences.ts';

/** The first paragraph of the summary, in Markdown: what somebody reads who reads nothing else. */
export function headline(report: Report): string {
  const { counts } = report;
  if (isNothingJudged(report)) return `**⚠️ ${noRoomsVisible(report)}**`;
  const sentences = [foundSentence(report)];
  const { abandoned, unknownAsAbandoned: undated } = counts;
  if (undated > 0 && undated < abandoned) {
    sentences.push(
      undated === 1
        ? '1 of them has no activity date and counts as abandoned.'
        : `${undated} of them have no activity date and count as abandoned.`,
    );
  }
  if (abandoned > 0) sentences.push(spaceSentence(report));
  const inDoubt = counts.unknown - undated;
  if (inDoubt > 0) {
    const more = abandoned > 0 ? 'more' : inDoubt === 1 ? 'room' : 'rooms';
    sentences.push(`The last activity of **${inDoubt}** ${more} is not known.`);
  }
  if (counts.skipped > 0) sentences.push(skippedSentence(report));
  if (report.evidenceCheck !== null) sentences.push(describeCheck(report.evidenceCheck));
  if (report.sinceLastRun !== null) sentences.push(report.sinceLastRun);
  sentences.push(limitSentence(report));
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

/** How many rooms are abandoned, out of how many, and what that means. */
function foundSentence({ counts, policy, limitExceeded, skippedBy }: Report): string {
  const { abandoned, unknown, unknownAsAbandoned: undated } = counts;
  const judged = counts.scanned - counts.skipped;
  const days = plural(policy.inactiveDays, 'day');
  if (abandoned === 0) {
    const rooms = judged === 1 ? 'The only room is not' : `None of ${judged} rooms is`;
    const meaning = `A room is abandoned after ${days} without activity.`;
    // What is not known is no "all clear".
    return unknown + countUnjudged(skippedBy) > 0
      ? `**⚠️ ${rooms} known to be abandoned.** ${meaning}`
      : `**✅ ${rooms} abandoned.** ${meaning}`;
  }
  const rooms = judged === 1 ? 'The only room' : `${abandoned} of ${judged} rooms`;
  const found = `${limitExceeded ? '❌' : '⚠️'} ${rooms} ${abandoned === 1 ? 'is' : 'are'} abandoned`;
  if (undated < abandoned) return `**${found}**: no activity for ${days} or longer.`;
  return abandoned === 1
    ? `**${found}**: it has no activity date and counts as abandoned.`
    : `**${found}**: they have no activity date and count as abandoned.`;
}

function skippedSentence({ counts, skippedBy }: Report): string {
  const reasons = Object.entries(skippedBy).map(([reason, count]) => `${reason}: ${count}`);
  const entries = counts.skipped === 1 ? '1 entry' : `${counts.skipped} entries`;
  return `${entries} of the list ${counts.skipped === 1 ? 'was' : 'were'} skipped (${reasons.join(', ')}).`;
}

function spaceSentence({ counts, reclaimableBytes, spaceUnknown }: Report): string {
  const isOne = counts.abandoned === 1;
  if (reclaimableBytes === null) {
    return `The portal does not tell how much space ${isOne ? 'it uses' : 'they use'}.`;
  }
  const atLeast = spaceUnknown > 0 ? 'at least ' : '';
  return `${isOne ? 'It uses' : 'They use'} ${atLeast}**${prettyBytes(reclaimableBytes)}**.`;
}

function limitSentence({ counts, policy, delta }: Report): string {
  const { maxAbandoned, maxNewAbandoned } = policy;
  if (maxAbandoned === null && maxNewAbandoned === null) return 'No limit is set.';
  const exceeded = exceededLimits(counts, policy);
  if (exceeded.length > 0) return `**Limit exceeded:** ${exceeded.map(markdownText).join(' ')}`;
  const limits = [
    maxAbandoned === null ? '' : plural(maxAbandoned, 'abandoned room'),
    // Where the delta is not known, `sinceLastRun` says that this limit does not count.
    maxNewAbandoned === null || delta === null ? '' : plural(maxNewAbandoned, 'newly abandoned room'),
  ].filter((limit) => limit !== '');
  if (limits.length === 2) return `The limits of ${limits.join(' and ')} hold.`;
  return limits.length === 0 ? '' : `The limit of ${limits[0]} holds.`;
}
