import { GitHubError } from '../github/failure.ts';
import {
  archivedBeforeComment,
  archivedComment,
  type DueComment,
  type MarkedComment,
  mentionedOwners,
  renderComment,
  ticked,
} from '../issue/comments.ts';
import { archivedRooms, describeFollowing, withResult } from '../report/archiving.ts';
import type { Report } from '../report/schema.ts';
import { dayOf, formatDay } from '../rooms/days.ts';
import { logText } from '../shared/text.ts';
import { isBy } from './bots.ts';
import type { IssueContext } from './context.ts';
import type { IssueSnapshot } from './read-issue.ts';

/** Comments on the issue, each made once. */

/** The most lines that a warning names, and characters of each. */
const MAX_LINES = 5;
const MAX_LINE_CHARS = 200;

/**
 * Comments, unless the comment is there already. If people have locked the conversation, that is a warning: the issue
 * itself can still be edited.
 */
export async function commentOnce(
  { host, viewer, log }: IssueContext,
  number: number,
  { text, marker }: MarkedComment,
): Promise<void> {
  try {
    await host.comment(number, text, (comment) => isBy(comment, viewer) && comment.body.includes(marker));
  } catch (error) {
    if (!(error instanceof GitHubError) || !error.isLocked) throw error;
    log.warning(error.message);
  }
}

/** Makes a comment that belongs to an edit. One on new rooms mentions their owners. */
export async function makeComment(
  context: IssueContext,
  number: number,
  comment: DueComment,
  report: Report,
): Promise<void> {
  const { logins, ambiguous } = mentionedOwners(comment, report, context.settings.ownerLogins);
  for (const name of ambiguous.slice(0, MAX_LINES)) {
    context.log.warning(
      `Several owners have the display name "${logText(name)}", so nobody is mentioned by that name. Use their ids in owner-logins.`,
    );
  }
  const known = await existing(context, logins);
  await commentOnce(context, number, renderComment(comment, report, known));
}

/** Comments on the rooms that this run has archived, or has found in the archive. */
export async function commentOnArchived(
  context: IssueContext,
  { issue }: IssueSnapshot,
  report: Report,
): Promise<void> {
  if (issue === null || context.settings.isDryRun) return;
  const { now } = context;
  const rooms = archivedRooms(report);
  if (rooms.length > 0) {
    const comment = archivedComment(rooms, describeFollowing(report), now.toISOString());
    await commentOnce(context, issue.number, comment);
  }
  const before = withResult(report, 'archived before');
  if (before.length === 0) return;
  await commentOnce(context, issue.number, archivedBeforeComment(before, formatDay(dayOf(now))));
}

/** @param isRedacted the log may have more readers than the issue */
export function warnOfUnreadable(
  { log }: IssueContext,
  number: number,
  lines: readonly string[],
  isRedacted: boolean,
): void {
  if (lines.length === 0) return;
  const named = lines.slice(0, MAX_LINES).map((line) => `"${logText(line.slice(0, MAX_LINE_CHARS))}"`);
  const more = lines.length > MAX_LINES ? ` and ${lines.length - MAX_LINES} more` : '';
  const text = isRedacted ? '' : ` (${named.join(', ')}${more})`;
  log.warning(
    `${ticked(lines.length)} in the list of issue #${number} could not be read${text}, so no room is kept or archived because of ${lines.length === 1 ? 'it' : 'them'}. If the list is replaced, the text is kept in a comment, or in the edit history of the issue if its conversation is locked. To keep a room, tick its own line.`,
  );
}

async function existing(context: IssueContext, logins: readonly string[]): Promise<readonly string[]> {
  const known: string[] = [];
  for (const login of logins) {
    if (await mayExist(context, login)) known.push(login);
    else context.log.warning(`GitHub has no account of this login: ${login}. Check owner-logins.`);
  }
  return known;
}

/** If GitHub refuses the question, the account counts as existing: a mention needs no answer to it. */
async function mayExist({ host, log }: IssueContext, login: string): Promise<boolean> {
  try {
    return await host.hasAccount(login);
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    log.info(`Whether GitHub has an account ${login} is not known: ${error.message}`);
    return true;
  }
}
