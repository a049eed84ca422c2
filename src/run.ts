import { apiKeyOf, readSettings, type Settings } from './config/settings.ts';
import { createPortal } from './docspace/client.ts';
import { NO_ISSUE } from './issue/types.ts';
import { attempt, clearReports, publishIssue, publishReport } from './publish.ts';
import { decideRedaction, type Redaction } from './redaction.ts';
import { buildReport } from './report/build.ts';
import type { Report } from './report/schema.ts';
import { renderFailureSummary } from './report/text/summary.ts';
import { exceededLimits } from './rooms/limits.ts';
import { maskingRuntime, type Runtime } from './runtime.ts';
import { scan } from './scan.ts';
import { ActionError, LimitError } from './shared/errors.ts';
import { scrubber } from './shared/secret.ts';
import { logText } from './shared/text.ts';
import { type IssueTracker, NO_TRACKER, openTracker } from './tracking/track.ts';

/**
 * One run of the action: inputs, scan, report, tracking issue. Everything is written before the limits are checked.
 *
 * @throws ActionError with a message for the person who reads the log
 */
export async function run(real: Runtime): Promise<void> {
  const apiKey = apiKeyOf(real.inputs, real.env);
  if (apiKey !== '') real.maskSecret(apiKey);
  const runtime = maskingRuntime(real, apiKey);
  // Ends requests that are still under way after a failure.
  const stop = new AbortController();
  const now = runtime.now();
  let settings: Settings;
  let tracker: IssueTracker;
  let report: Report;
  try {
    settings = readSettings(runtime.inputs, runtime.env);
    await clearReports(settings.reportDirectory, runtime);
    // GitHub is asked while the portal is listed.
    const redaction = decideRedaction(settings, runtime.env, stop.signal);
    tracker = await readTrackingIssue(settings, now, runtime, scrubber(apiKey));
    report = await scanPortal({ settings, tracker, redaction, now, signal: stop.signal }, runtime);
  } catch (error) {
    if (error instanceof ActionError) await runtime.writeSummary(renderFailureSummary(error.message));
    throw error;
  } finally {
    stop.abort();
  }
  const unwritten = await publishReport(report, settings.reportDirectory, runtime);
  const untracked = await updateTrackingIssue(tracker, report, runtime);
  const exceeded = exceededLimits(report.counts, settings.policy).map((sentence) => new LimitError(sentence));
  throwProblems([...exceeded, ...untracked, ...unwritten]);
}

function readTrackingIssue(
  { tracking }: Settings,
  now: Date,
  { log }: Runtime,
  scrub: (text: string) => string,
): Promise<IssueTracker> | IssueTracker {
  return tracking === null ? NO_TRACKER : openTracker(tracking, now, log, scrub);
}

interface ScanInput {
  readonly settings: Settings;
  readonly tracker: IssueTracker;
  readonly redaction: Promise<Redaction>;
  readonly now: Date;
  readonly signal: AbortSignal;
}

async function scanPortal(input: ScanInput, { now: clock, log }: Runtime): Promise<Report> {
  const { settings, tracker, now, signal } = input;
  const portal = createPortal({
    url: settings.portalUrl,
    apiKey: settings.apiKey,
    concurrency: settings.concurrency,
    timeoutMs: settings.requestTimeoutMs,
    now: clock,
    signal,
    onRetry: log.info,
  });
  log.startGroup(`Scanning ${logText(settings.portalUrl.href)}`);
  try {
    const findings = await scan({
      portal,
      policy: settings.policy,
      concurrency: settings.concurrency,
      now,
      clock,
      ticked: tracker.ticked,
      lastRun: tracker.lastRun,
      log,
    });
    return buildReport({
      ...findings,
      policy: settings.policy,
      portal: portal.url.href,
      now,
      redacted: logRedaction(await input.redaction, log),
      lastRun: tracker.lastRun,
    });
  } finally {
    log.endGroup();
  }
}

function logRedaction({ redacted, info, debug }: Redaction, log: Runtime['log']): boolean {
  for (const line of debug) log.debug(logText(line));
  if (info !== '') log.info(info);
  return redacted;
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
