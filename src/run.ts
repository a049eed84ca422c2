import { setTimeout as sleepFor } from 'node:timers/promises';
import { archiveRooms } from './archive.ts';
import { apiKeyOf, readSettings, type Settings } from './config/settings.ts';
import type { Portal } from './docspace/client.ts';
import { attempt, clearReports, publishArchiving, publishIssue, publishReport } from './publish.ts';
import { decideRedaction } from './redaction.ts';
import { withoutTries, withPlan } from './report/archiving.ts';
import { NO_ISSUE } from './report/outputs.ts';
import type { Report } from './report/schema.ts';
import { renderFailureSummary } from './report/text/summary.ts';
import type { ArchivePlan } from './rooms/archive-plan.ts';
import { exceededLimits } from './rooms/limits.ts';
import { maskingRuntime, type Runtime } from './runtime.ts';
import { type Scanned, scanPortal } from './scan-portal.ts';
import { ActionError, LimitError } from './shared/errors.ts';
import { scrubber } from './shared/secret.ts';
import { type IssueTracker, NO_TRACKER, openTracker } from './tracking/track.ts';

/**
 * One run of the action: inputs, scan, report, archive, tracking issue. Everything is written before the limits are
 * checked, and the report before anything is archived.
 *
 * @throws ActionError with a message for the person who reads the log
 */
export async function run(real: Runtime): Promise<void> {
  const apiKey = apiKeyOf(real.inputs, real.env);
  if (apiKey !== '') real.maskSecret(apiKey);
  const runtime = maskingRuntime(real, apiKey);
  // Ends requests that are still under way after a failure.
  const stop = new AbortController();
  try {
    await runSteps(runtime, scrubber(apiKey), stop.signal);
  } finally {
    stop.abort();
  }
}

async function runSteps(
  runtime: Runtime,
  scrub: (text: string) => string,
  signal: AbortSignal,
): Promise<void> {
  const now = runtime.now();
  let settings: Settings;
  let tracker: IssueTracker;
  let scanned: Scanned;
  try {
    settings = readSettings(runtime.inputs, runtime.env);
    await clearReports(settings.reportDirectory, runtime);
    // GitHub is asked while the portal is listed.
    const redaction = decideRedaction(settings, runtime.env, signal);
    tracker = await readTrackingIssue(settings, now, runtime, scrub);
    scanned = await scanPortal({ settings, tracker, redaction, now, signal }, runtime);
  } catch (error) {
    if (error instanceof ActionError) await runtime.writeSummary(renderFailureSummary(error.message));
    throw error;
  }
  const { portal, plan } = scanned;
  const planned = plan === null ? scanned.report : withPlan(scanned.report, plan);
  const unwritten = await publishReport(planned, settings.reportDirectory, runtime);
  const archiving = { settings, tracker, portal, plan, planned, now, signal };
  // Without a report on the disk, nobody could tell what the portal looked like before.
  const archived =
    unwritten.length > 0
      ? { report: withoutTries(planned), problems: [] }
      : await archive(archiving, runtime);
  const { report } = archived;
  const unlisted = await publishArchiving(report, settings.reportDirectory, runtime);
  const untracked = await updateTrackingIssue(tracker, report, runtime);
  const exceeded = exceededLimits(report.counts, settings.policy).map((sentence) => new LimitError(sentence));
  throwProblems([...exceeded, ...archived.problems, ...untracked, ...unwritten, ...unlisted]);
}

function readTrackingIssue(
  { tracking }: Settings,
  now: Date,
  { log }: Runtime,
  scrub: (text: string) => string,
): Promise<IssueTracker> | IssueTracker {
  return tracking === null ? NO_TRACKER : openTracker(tracking, now, log, scrub);
}

interface Archiving {
  readonly settings: Settings;
  readonly tracker: IssueTracker;
  readonly portal: Portal;
  readonly plan: ArchivePlan | null;
  readonly planned: Report;
  readonly now: Date;
  readonly signal: AbortSignal;
}

/** @returns the report with what was archived, and the errors because of which rooms could not be archived */
async function archive(
  { settings, tracker, portal, plan, planned, now, signal }: Archiving,
  { log, env }: Runtime,
): Promise<{ readonly report: Report; readonly problems: readonly ActionError[] }> {
  if (plan === null || tracker.kind !== 'ready') return { report: planned, problems: [] };
  let report = planned;
  const problem = await attempt(async () => {
    report = await archiveRooms({
      settings,
      plan,
      report: planned,
      portal,
      now,
      ticked: tracker.ticked,
      approvedNow: tracker.approvedNow,
      sleep: (ms) => sleepFor(ms, undefined, { signal }),
      signal,
      env,
      log,
    });
  });
  return problem === null ? { report, problems: [] } : { report: withoutTries(planned), problems: [problem] };
}

/** @returns the errors because of which the issue or its outputs could not be written */
async function updateTrackingIssue(
  tracker: IssueTracker,
  report: Report,
  runtime: Runtime,
): Promise<readonly ActionError[]> {
  let outcome = NO_ISSUE;
  const problems: (ActionError | null)[] = [];
  try {
    problems.push(
      await attempt(async () => {
        if (tracker.kind === 'failed') throw tracker.error;
        if (tracker.kind === 'ready') outcome = await tracker.write(report);
      }),
    );
  } finally {
    problems.push(await attempt(() => publishIssue(outcome, runtime)));
  }
  return problems.filter((problem) => problem !== null);
}

/** Throws all problems as one error. The same message is said once, such as that of a disk that is full. */
function throwProblems(problems: readonly ActionError[]): void {
  const [first, ...others] = problems;
  if (first === undefined) return;
  const messages = new Set(problems.map(({ message }) => message));
  if (messages.size === 1) throw first;
  throw new ActionError([...messages].join(' '), { cause: others[0] });
}
