import type { HostAccount, HostIssue } from '../github/client.ts';

/** Who wrote or closed an issue: the token's own account, a bot, or a person. */

/**
 * Whether an account wrote something. The login is compared in full: an account with the name of an app, but without its
 * suffix, is another account. On servers whose GraphQL leaves the suffix out, the REST API has to call it a bot.
 */
export function isBy({ author }: { readonly author: HostAccount }, viewer: string): boolean {
  const written = author.login.toLowerCase();
  const login = viewer.toLowerCase();
  return written === login || (author.isBot && written === `${login}[bot]`);
}

const WORKFLOWS = 'github-actions[bot]';

/**
 * Whether an issue was closed by something that does not know its list: the token's own account, a workflow, or any bot
 * that closes it as not planned, as actions/stale does.
 */
export function isClosedByAutomation(
  { isOpen, closedBy, stateReason }: Pick<HostIssue, 'isOpen' | 'closedBy' | 'stateReason'>,
  viewer: string,
): boolean {
  if (isOpen || closedBy === null) return false;
  return (
    isBy({ author: closedBy }, viewer) ||
    closedBy.login.toLowerCase() === WORKFLOWS ||
    (closedBy.isBot && stateReason === 'not_planned')
  );
}
