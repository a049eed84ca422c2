import type { TrackingSettings } from '../config/settings.ts';
import { scrubber } from '../shared/secret.ts';

/** What the tracking issue needs of GitHub, as interfaces: the implementation is in `github/client.ts`. */

/** Where and how one run keeps the tracking issue. */
export interface IssueContext {
  readonly host: IssueHost;
  readonly settings: Omit<TrackingSettings, 'token' | 'apiUrl' | 'repository'>;
  /** Login of the token's own account. */
  readonly viewer: string;
  /** When the run began. */
  readonly now: Date;
  readonly log: { info(line: string): void; warning(line: string): void };
}

/** An account as the REST API names it. */
export interface HostAccount {
  readonly login: string;
  readonly isBot: boolean;
}

/** An issue, as far as it is read. */
export interface HostIssue {
  readonly number: number;
  readonly url: string;
  readonly isOpen: boolean;
  /** Such as `not_planned`; null if GitHub does not tell. */
  readonly stateReason: string | null;
  readonly body: string;
  /** Whether its conversation is locked. */
  readonly isLocked: boolean;
  readonly closedAt: string | null;
  /** Null in lists, and if the account was deleted. */
  readonly closedBy: HostAccount | null;
  /** The account that opened it. */
  readonly author: HostAccount;
}

export interface HostComment {
  readonly body: string;
  readonly author: HostAccount;
}

export interface NewIssue {
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
}

/** What is changed of an issue. A state that is left out stays as it is. */
export interface IssueChange {
  readonly body: string;
  readonly isOpen?: boolean;
}

/** A decision about an issue, made right before it is written. */
export interface Decision {
  /** Null: nothing is written. */
  readonly change: IssueChange | null;
}

/** One repository's issues. All methods throw GitHubError. */
export interface IssueHost {
  /** Login of the token's own account. */
  viewer(): Promise<string>;
  /** Issues, never pull requests, open and closed, page after page. */
  issues(filter: { readonly label?: string; readonly creator?: string }): AsyncIterable<HostIssue>;
  issue(number: number): Promise<HostIssue>;
  /**
   * Opens an issue.
   *
   * @param findMade looks for the issue if the answer was lost, so that no second one is opened
   */
  create(issue: NewIssue, findMade: () => Promise<HostIssue | null>): Promise<HostIssue>;
  /**
   * Reads an issue, decides, and writes: nothing is waited for between the last read and the write. If the write fails,
   * it begins again with the read.
   *
   * @returns the decision that was written, or the last one if nothing was written; and the issue as it is now
   */
  edit<D extends Decision>(
    number: number,
    decide: (current: HostIssue) => D,
  ): Promise<{ readonly decision: D; readonly issue: HostIssue }>;
  /** Comments, unless one of the comments `isMade` already. It looks right before it writes. */
  comment(number: number, body: string, isMade: (comment: HostComment) => boolean): Promise<void>;
  hasLabel(name: string): Promise<boolean>;
  createLabel(name: string): Promise<void>;
  mayBeAssigned(login: string): Promise<boolean>;
  /** Whether GitHub knows an account of this login. */
  hasAccount(login: string): Promise<boolean>;
}

/**
 * A host to which the key is neither written nor read: a person may have pasted it into the issue, whose text is compared
 * with the text to be written. Every method is named: a new one must not pass the key on unnoticed.
 *
 * @param apiKey of the portal
 */
export function scrubbedHost(host: IssueHost, apiKey: string): IssueHost {
  const scrub = scrubber(apiKey);
  const clean = <T extends { readonly body: string }>(holder: T): T => ({
    ...holder,
    body: scrub(holder.body),
  });
  return {
    viewer: () => host.viewer(),
    async *issues(filter) {
      for await (const issue of host.issues(filter)) yield clean(issue);
    },
    issue: async (number) => clean(await host.issue(number)),
    create: async (issue, findMade) => clean(await host.create(clean(issue), findMade)),
    async edit(number, decide) {
      const { decision, issue } = await host.edit(number, (current) => {
        const decided = decide(clean(current));
        return { decided, change: decided.change === null ? null : clean(decided.change) };
      });
      return { decision: decision.decided, issue: clean(issue) };
    },
    comment: (number, body, isMade) => host.comment(number, scrub(body), (comment) => isMade(clean(comment))),
    hasLabel: (name) => host.hasLabel(name),
    createLabel: (name) => host.createLabel(name),
    mayBeAssigned: (login) => host.mayBeAssigned(login),
    hasAccount: (login) => host.hasAccount(login),
  };
}
