/**
 * How long things may be.
 *
 * GitHub documents no number for titles and bodies; its error says "maximum is 65536 characters" (256 for a
 * title). The unit is a character, not a byte and not a UTF-16 unit: pull request bodies were measured at
 * 65,536 code points, ASCII or emoji alike (github-limits, pull request 13). Issue bodies and comments were
 * measured at 262,144 bytes, which is 65,536 characters of four bytes, so longer ASCII texts passed there.
 * The sandbox takes the number that holds under each of these readings: 65,536 code points.
 */
export const MAX_BODY = 65_536;
export const MAX_TITLE = 256;
/** Docs: "REST API endpoints for labels"; the 50 is from the API's own error message. */
export const MAX_LABEL_NAME = 50;
export const MAX_LABEL_DESCRIPTION = 100;
/** Docs: "REST API endpoints for issue assignees", "Add assignees to an issue". */
export const MAX_ASSIGNEES = 10;

/** Characters as GitHub counts them: Unicode code points. */
export function characters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
