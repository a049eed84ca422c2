import prettyBytes from 'pretty-bytes';
import type { EvidenceCheck } from '../../rooms/findings.ts';
import { exceededLimits } from '../../rooms/limits.ts';
import { describeRisks, RISK_RULES } from '../../rooms/risks.ts';
import { plural } from '../../shared/text.ts';
import { countUnjudged, isNothingJudged } from '../figures.ts';
import type { Report, RoomEntry } from '../schema.ts';
import { describeTrend } from '../trend.ts';
import { markdownText } from './markdown.ts';

/** What is said about the figures of a report. */

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
  return untoldRisks
    .map((risk) => `${RISK_RULES[risk].untold[0]}, so max-risky may count too few rooms.`)
    .join(' ');
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
  const all = new Intl.ListFormat('en-GB').format(limits);
  return limits.length === 1 ? `The limit of ${all} holds.` : `The limits of ${all} hold.`;
}

/** How many rooms looked inactive, how many of them could be checked, and how many are in use: one sentence. */
export function describeCheck({ inactive, checked, cleared }: EvidenceCheck): string {
  if (inactive === 0) return 'No room had to be checked against its history.';
  const looked = `${plural(inactive, 'room')} looked inactive; `;
  if (checked === 0) return `${looked}${inactive === 1 ? 'it could not' : 'none of them could'} be checked.`;
  if (checked < inactive)
    return `${looked}${checked} of them could be checked, of which ${cleared} turned out to be in use.`;
  if (inactive === 1)
    return `${looked}${cleared === 1 ? 'it turned out to be in use' : 'nothing showed that it is in use'}.`;
  return `${looked}${cleared === 0 ? 'none' : cleared} of them turned out to be in use.`;
}

/** Why a scan without any judged room is not an "all clear". One line. */
export function noRoomsVisible({ counts, policy, skippedBy }: Report): string {
  if (counts.scanned > 0) {
    const deleted = skippedBy['deleted meanwhile'] ?? 0;
    if (deleted > 0) {
      return `All ${counts.scanned} entries of the list of rooms were skipped, ${deleted} of them because they were deleted during the scan, so there are no results. Run the workflow again.`;
    }
    return `All ${counts.scanned} entries of the list of rooms were skipped, so there are no results. Check docspace-url, and whether this action supports the portal's version.`;
  }
  const which = policy.roomTypes.length === 0 ? 'No room is' : 'No room of the types in room-types is';
  return `${which} visible to this API key. A key sees the rooms that its account sees: create it with the account of a portal administrator, or invite the account to the rooms. This does not mean that no room is abandoned.`;
}
