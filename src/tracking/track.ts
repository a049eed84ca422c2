import type { TrackingSettings } from '../config/settings.ts';
import type { IssueOutcome } from '../report/outputs.ts';
import type { Report } from '../report/schema.ts';
import type { LastRun } from '../rooms/compare-runs.ts';
import type { RoomId } from '../rooms/room.ts';
import type { Log } from '../runtime.ts';
import { ActionError } from '../shared/errors.ts';

interface Remembered {
  readonly lastRun: LastRun;
  /** Ticked rooms, and the date through which they are kept. */
  readonly ticked: ReadonlyMap<RoomId, string>;
  /** Rooms that people have approved for the archive. */
  readonly approved: ReadonlySet<RoomId>;
}

/** The tracking issue during one run: read before the scan, written after it. */
export type IssueTracker = Remembered &
  (
    | { readonly kind: 'off' }
    /** The issue could not be read. The portal is scanned and reported all the same; then the run fails with `error`. */
    | { readonly kind: 'failed'; readonly error: unknown }
    | {
        readonly kind: 'ready';
        /** Reads the approved rooms once more: people may have changed their minds during the scan. */
        readonly approvedNow: () => Promise<ReadonlySet<RoomId>>;
        readonly write: (report: Report) => Promise<IssueOutcome>;
      }
  );

/** No tracking issue was asked for. */
export const NO_TRACKER: IssueTracker = {
  kind: 'off',
  lastRun: { kind: 'not tracked' },
  ticked: new Map(),
  approved: new Set(),
};

/**
 * Reads the tracking issue.
 *
 * @param apiKey of the portal: it is neither written to the issue nor read from it
 */
export async function openTracker(
  settings: TrackingSettings,
  now: Date,
  log: Log,
  apiKey: string,
): Promise<IssueTracker> {
  try {
    // Checked first: the toolkit fails when it is loaded with such an address.
    if (settings.apiUrl === null) {
      throw new ActionError(
        'GITHUB_API_URL is not an address, so the tracking issue cannot be read. Set it to an address such as https://github.example.com/api/v3.',
      );
    }
    // Loaded only here: most of the start-up is loading, and not every run has an issue.
    const { connectTracker } = await import('./connect-tracker.ts');
    return await connectTracker({ settings, baseUrl: settings.apiUrl, now, log, apiKey });
  } catch (error) {
    const lastRun = { kind: 'unknown', because: 'the tracking issue could not be read' } as const;
    return { kind: 'failed', error, lastRun, ticked: new Map(), approved: new Set() };
  }
}
