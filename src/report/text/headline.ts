import prettyBytes from 'pretty-bytes';
import { exceededLimits } from '../../rooms/limits.ts';
import { describeRisks, untoldText } from '../../rooms/risks.ts';
import { plural } from '../../shared/text.ts';
import { countUnjudged, isNothingJudged } from '../figures.ts';
import type { Report, RoomEntry } from '../schema.ts';
import { describeTrend } from '../trend.ts';
import { markdownText } from './markdown.ts';
import { describeCheck, noRoomsVisible } from './sentences.ts';

/** The first paragraph of the summary, in Markdown: the result for readers who read nothing else. */
export function headline(report: Report): string {
  if (isNothingJudged(report)) return `**⚠️ ${noRoomsVisible(report)}**`;
  const sentences = [
    report.counts.abandoned === 0 ? noneSentence(report) : foundSentence(report),
    describeRisks(report.abandoned),
    spaceSentence(report),
    unknownSentence(report),
    skippedSentence(report),
    report.evidenceCheck === null ? '' : describeCheck(report.evidenceCheck),
    report.sinceLastRun ?? '',
    describeTrend(report),
    limitSentence(report),
    untoldSentence(report),
  ];
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

/** No room is abandoned. With unknown rooms or skipped entries, that is not an "all clear". */
function noneSentence({ counts, policy, skippedBy, missing }: Report): string {
  const judged = counts.scanned - counts.skipped;
  const rooms = judged === 1 ? 'The only room is not' : `None of ${judged} rooms is`;
  const isAllClear = counts.unknown + countUnjudged(skippedBy) + missing.length === 0;
  const none = isAllClear ? `✅ ${rooms} abandoned.` : `⚠️ ${rooms} known to be abandoned.`;
  return `**${none}** A room is abandoned after ${plural(policy.inactiveDays, 'day')} without activity.`;
}

/** How many rooms are abandoned, and why they are called so. */
function foundSentence({ abandoned, counts, policy, limitExceeded }: Report): string {
  const judged = counts.scanned - counts.skipped;
  const rooms = judged === 1 ? 'The only room' : `${counts.abandoned} of ${judged} rooms`;
  const found = `${limitExceeded ? '❌' : '⚠️'} ${rooms} ${counts.abandoned === 1 ? 'is' : 'are'} abandoned`;
  const reasons = [
    abandoned.some(isDated) ? `no activity for ${plural(policy.inactiveDays, 'day')} or longer` : '',
    abandoned.every(isDated) ? '' : 'no activity date',
  ];
  return `**${found}**: ${reasons.filter((reason) => reason !== '').join(', or ')}.`;
}

function isDated({ daysInactive }: RoomEntry): boolean {
  return daysInactive !== null;
}

function unknownSentence({ counts: { abandoned, unknown } }: Report): string {
  if (unknown === 0) return '';
  const rooms = abandoned > 0 ? 'more' : unknown === 1 ? 'room' : 'rooms';
  return `The last activity of **${unknown}** ${rooms} is not known.`;
}

function skippedSentence({ counts, skippedBy }: Report): string {
  if (counts.skipped === 0) return '';
  const reasons = Object.entries(skippedBy).map(([reason, count]) => `${reason}: ${count}`);
  const entries = counts.skipped === 1 ? '1 entry' : `${counts.skipped} entries`;
  return `${entries} of the list ${counts.skipped === 1 ? 'was' : 'were'} skipped (${reasons.join(', ')}).`;
}

function spaceSentence({ counts, reclaimableBytes, spaceUnknown }: Report): string {
  if (counts.abandoned === 0) return '';
  const isOne = counts.abandoned === 1;
  if (reclaimableBytes === null) {
    return `The portal does not report how much space ${isOne ? 'it uses' : 'they use'}.`;
  }
  const atLeast = spaceUnknown > 0 ? 'at least ' : '';
  return `${isOne ? 'It uses' : 'They use'} ${atLeast}**${prettyBytes(reclaimableBytes)}**.`;
}

/** A limit that holds is no "all clear" if not every risk is known. */
function untoldSentence({ policy, untoldRisks }: Report): string {
  if (policy.maxRisky === null) return '';
  return untoldRisks.map((risk) => `${untoldText(risk)[0]}, so max-risky may count too few rooms.`).join(' ');
}

function limitSentence({ counts, policy, delta }: Report): string {
  const { maxAbandoned, maxNewAbandoned, maxRisky } = policy;
  if (maxAbandoned === null && maxNewAbandoned === null && maxRisky === null) return 'No limit is set.';
  const exceeded = exceededLimits(counts, policy);
  if (exceeded.length > 0) return `**Limit exceeded:** ${exceeded.map(markdownText).join(' ')}`;
  const limits = [
    maxAbandoned === null ? '' : plural(maxAbandoned, 'abandoned room'),
    // If the delta is not known, `sinceLastRun` says that this limit does not count.
    maxNewAbandoned === null || delta === null ? '' : plural(maxNewAbandoned, 'newly abandoned room'),
    maxRisky === null ? '' : plural(maxRisky, 'room with a risk', 'rooms with a risk'),
  ].filter((limit) => limit !== '');
  if (limits.length === 0) return '';
  const [last = '', ...others] = limits.toReversed();
  if (others.length === 0) return `The limit of ${last} holds.`;
  return `The limits of ${others.toReversed().join(', ')} and ${last} hold.`;
}
