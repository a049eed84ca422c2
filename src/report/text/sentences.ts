import type { Policy } from '../../rooms/policy.ts';
import { plural } from '../../shared/text.ts';
import type { EvidenceCheck, Report } from '../schema.ts';

/** What looking into suspects came to: one sentence. */
export function describeCheck({ suspects, acquitted }: EvidenceCheck): string {
  if (suspects === 0) return 'No room had to be checked against its history.';
  return `${plural(suspects, 'room')} looked inactive; the history acquitted ${acquitted}.`;
}

/**
 * What changed since the last run, or why that is not known; null where nobody asked.
 *
 * @param unknownBecause empty where nobody asked
 */
export function describeDelta(
  delta: Report['delta'],
  unknownBecause: string,
  { maxNewAbandoned }: Pick<Policy, 'maxNewAbandoned'>,
): string | null {
  if (delta !== null) return `Since the last run: ${delta.new} new, ${delta.recovered} recovered.`;
  if (unknownBecause === '') return null;
  const gate = maxNewAbandoned === null ? '' : ', and max-new-abandoned does not fail this run';
  return `What changed since the last run is not known, because ${unknownBecause}${gate}.`;
}

/** Why no room at all is no reason to be content. One line. */
export function noRoomsVisible({ counts, policy, skippedBy }: Report): string {
  if (counts.scanned > 0) {
    const deleted = skippedBy['deleted meanwhile'] ?? 0;
    if (deleted > 0) {
      return `All ${counts.scanned} entries of the list of rooms were skipped, ${deleted} of them because they were deleted meanwhile, so nothing is said about any room. Run the workflow again.`;
    }
    return `All ${counts.scanned} entries of the list of rooms were skipped, so nothing is said about any room. Check docspace-url, and that this action knows the portal's version.`;
  }
  const which = policy.roomTypes.length === 0 ? 'No room is' : 'No room of the types in room-types is';
  return `${which} visible to this API key. A key sees what its account sees: make it with a portal administrator's account, or invite the account to the rooms. This is no statement that there are no abandoned rooms.`;
}
