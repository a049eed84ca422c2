import type { IssueKey } from './find.ts';
import type { IssueAction } from './plan.ts';

/** How the tracking issue is kept. */
export interface TrackerSettings extends IssueKey {
  readonly title: string;
  readonly assignees: readonly string[];
  readonly commentsOnNew: boolean;
  readonly keepDays: number;
  readonly isDryRun: boolean;
}

/** What became of the issue. */
export interface Tracked {
  readonly action: IssueAction;
  readonly number: number | null;
  readonly url: string | null;
}

/** Something that somebody should know, though the run goes on. */
export type Warn = (line: string) => void;

/** Tries of what must not be done twice, where it is looked for in between. */
export const AMBIGUOUS_TRIES = 3;
