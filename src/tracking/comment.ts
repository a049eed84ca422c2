import { GitHubError } from '../github/failure.ts';
import type { MarkedComment } from '../issue/comment-text.ts';
import {
  type DueComment,
  mentionedOwners,
  renderComment,
  ticked,
  unreadableComment,
} from '../issue/comment-text.ts';
import { ownBlock } from '../issue/markers.ts';
import { decodeState, type IssueState, withoutComment } from '../issue/state.ts';
import type { Report } from '../report/schema.ts';
import { logText, normalizeLines } from '../shared/text.ts';
import type { IssueContext } from './context.ts';
import { isBy } from './find.ts';

/** Comments on the issue, each made once. */

/** A run that is about to comment does so within this time. */
const COMMENT_OF_OTHER_RUN_MS = 3000;
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

/**
 * Makes the comment that this run's edit has announced. If another run has written the issue since then, that run makes
 * it: the text of the issue says which.
 */
export async function makeAnnounced(
  context: IssueContext,
  number: number,
  comment: DueComment,
  report: Report,
): Promise<void> {
  const { host, runId } = context;
  await host.untilWritable();
  const { state } = await readState(context, number);
  // Without a state, there was no space to announce anything.
  const isOurs = state === null || (isPending(state, comment) && state.comment?.runId === runId);
  if (!isOurs) return;
  await finish(context, number, comment, report);
}

/**
 * Makes a comment that an earlier run has announced and not made, since it was stopped in between. A comment that is not
 * true any more is not made.
 */
export async function makePending(
  context: IssueContext,
  number: number,
  comment: DueComment,
  report: Report,
): Promise<void> {
  // A run at the same time may be about to make it.
  await context.host.pause(COMMENT_OF_OTHER_RUN_MS);
  const issue = await readState(context, number);
  if (!isPending(issue.state, comment)) return;
  if (isTrue(comment, report, issue.isOpen)) await finish(context, number, comment, report);
  else await withdraw(context, number, comment);
}

function isTrue({ kind, rooms }: DueComment, { abandoned }: Report, isOpen: boolean): boolean {
  return kind === 'closed' ? !isOpen && abandoned.length === 0 : abandoned.some(({ id }) => rooms.has(id));
}

/** Keeps ticked lines that cannot be matched to a room in a comment, before the list is replaced. */
export async function saveUnreadable(
  context: IssueContext,
  number: number,
  lines: readonly string[],
): Promise<void> {
  if (lines.length > 0) await commentOnce(context, number, unreadableComment(lines));
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

/** Comments, and removes the announcement from the issue. */
async function finish(
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
  await withdraw(context, number, comment);
}

/** Removes the announcement of a comment from the issue. */
async function withdraw(
  { host, settings }: IssueContext,
  number: number,
  comment: DueComment,
): Promise<void> {
  await host.edit(number, ({ body }) => {
    const cleared = withoutComment(normalizeLines(body), settings.issueKey, comment.marker);
    return { change: cleared === null ? null : { body: cleared } };
  });
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

function isPending(state: IssueState | null, { marker }: DueComment): boolean {
  return state?.comment?.marker === marker;
}

async function readState(
  { host, settings }: IssueContext,
  number: number,
): Promise<{ isOpen: boolean; state: IssueState | null }> {
  const { body, isOpen } = await host.issue(number);
  return { isOpen, state: decodeState(ownBlock(normalizeLines(body), settings.issueKey), settings.issueKey) };
}
