/** What a run did with the tracking issue. */
export type IssueAction = 'created' | 'updated' | 'unchanged' | 'closed' | 'reopened' | 'none';

/** What became of the tracking issue in a run. Without an issue, number and url are null. */
export interface IssueOutcome {
  readonly action: IssueAction;
  readonly number: number | null;
  readonly url: string | null;
  /** One sentence about the issue that belongs into the log and the summary. */
  readonly note?: string;
}

/** Nothing was done with the tracking issue, or there is none. */
export const NO_ISSUE: IssueOutcome = { action: 'none', number: null, url: null };

/** A comment, and the part of it that tells it from every other one. */
export interface MarkedComment {
  readonly text: string;
  readonly marker: string;
}
