import type { LastRun } from '../../rooms/compare-runs.ts';
import type { Policy } from '../../rooms/policy.ts';
import { plural } from '../../shared/text.ts';
import type { EvidenceCheck, Report } from '../schema.ts';

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

/** What changed since the last run, or why that is not known; null if no tracking issue was asked for. */
export function describeDelta(
  delta: Report['delta'],
  lastRun: LastRun,
  { maxNewAbandoned }: Pick<Policy, 'maxNewAbandoned'>,
): string | null {
  if (delta !== null) {
    const gone = delta.gone === 0 ? '' : `, ${delta.gone} deleted or archived`;
    const notVisible = delta.notVisible === 0 ? '' : `, ${delta.notVisible} not visible any more`;
    return `Since the last run: ${delta.new} new, ${delta.recovered} recovered${gone}${notVisible}.`;
  }
  if (lastRun.kind !== 'unknown') return null;
  const limit = maxNewAbandoned === null ? '' : ', and max-new-abandoned does not fail this run';
  return `The changes since the last run are not known, because ${lastRun.because}${limit}.`;
}

/** What is known of the rooms that the API key sees; empty if nobody could be asked. */
export function describeCoverage({ keyAccount }: Pick<Report, 'keyAccount'>): string {
  if (keyAccount === null) {
    return 'Whether the API key sees every room is not known. To make it certain, give it the scope accounts.self:read, or make it with the account of an administrator of the portal.';
  }
  if (!keyAccount.seesAllRooms) return '';
  return `The API key acts for ${keyAccount.name ?? 'an administrator or the owner of the portal'}, and sees every room.`;
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
