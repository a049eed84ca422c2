import type { IssueHost } from '../github/client.ts';
import type { IssueAction } from './plan.ts';

/** How the tracking issue is kept. */
export interface TrackerSettings {
  readonly issueKey: string;
  readonly title: string;
  /** The first one is looked for. */
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
  readonly commentsOnNew: boolean;
  readonly keepDays: number;
  readonly isDryRun: boolean;
}

/** One run's hold on the tracking issue: where it is kept, how, and by whom. */
export interface Tracker {
  readonly host: IssueHost;
  readonly settings: TrackerSettings;
  /** Login of the token's own account. */
  readonly viewer: string;
  /** Told what is done, and what somebody should know although the run goes on. */
  readonly log: { info(line: string): void; warning(line: string): void };
}

/** What became of the issue. */
export interface Tracked {
  readonly action: IssueAction;
  readonly number: number | null;
  readonly url: string | null;
}
