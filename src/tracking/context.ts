import type { TrackingSettings } from '../config/settings.ts';
import type { IssueHost } from '../github/client.ts';

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
