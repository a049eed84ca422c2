import { archiveRooms } from './archive.ts';
import { apiKeyOf, readSettings, type Settings } from './config/settings.ts';
import { readDisabledAccounts, readKeyAccount } from './docspace/accounts.ts';
import { createPortal, type Portal } from './docspace/client.ts';
import { attempt, clearReports, publishArchiving, publishIssue, publishReport } from './publish.ts';
import { decideRedaction, type Redaction } from './redaction.ts';
import { PLANNED, withArchiving } from './report/archiving.ts';
import { buildReport } from './report/build.ts';
import { NO_ISSUE } from './report/outputs.ts';
import type { Report } from './report/schema.ts';
import { describeCoverage } from './report/text/sentences.ts';
import { renderFailureSummary } from './report/text/summary.ts';
import type { KeyAccount } from './rooms/accounts.ts';
import { type ArchivePlan, planArchive } from './rooms/archive-plan.ts';
import { exceededLimits } from './rooms/limits.ts';
import { type DisabledAccounts, mayOwnerBeDisabled } from './rooms/risks.ts';
import type { JudgedRoom } from './rooms/verdict.ts';
import { maskingRuntime, type Runtime } from './runtime.ts';
import { scan } from './scan.ts';
import { ActionError, LimitError } from './shared/errors.ts';
import { logText } from './shared/text.ts';
import { type IssueTracker, NO_TRACKER, openTracker } from './tracking/tracker.ts';

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
    await runSteps(runtime, stop.signal);
  } finally {
    stop.abort();
  }
}

/** What the steps of a run share. */
interface Context {
  readonly settings: Settings;
  readonly tracker: IssueTracker;
  readonly runtime: Runtime;
  /** The moment by which all rooms are judged. */
  readonly now: Date;
  readonly signal: AbortSignal;
}

async function runSteps(runtime: Runtime, signal: AbortSignal): Promise<void> {
  let context: Context;
  let scanned: Scanned;
  try {
    const now = runtime.now();
    const settings = readSettings(runtime.inputs, runtime.env);
    await clearReports(settings.reportDirectory, runtime);
    // GitHub is asked while the portal is listed.
    const redaction = decideRedaction(settings, runtime.env, signal);
    const { tracking, apiKey } = settings;
    const tracker = tracking === null ? NO_TRACKER : await openTracker(tracking, now, runtime.log, apiKey);
    context = { settings, tracker, runtime, now, signal };
    scanned = await scanPortal(context, redaction);
  } catch (error) {
    if (error instanceof ActionError) await runtime.writeSummary(renderFailureSummary(error.message));
    throw error;
  }
  const { settings, tracker } = context;
  const { portal, plan } = scanned;
  const planned = withArchiving(scanned.report, plan, () => PLANNED);
  const unwritten = await publishReport(planned, settings.reportDirectory, runtime);
  // Without a report on the disk, nobody could tell what the portal looked like before.
  const isRecorded = unwritten.length === 0;
  const archived = await archiveRooms({ ...context, portal, plan, planned, isRecorded });
  const report = withArchiving(scanned.report, plan, archived.outcomeOf);
  const unlisted = await publishArchiving(report, settings.reportDirectory, runtime);
  const untracked = await updateTrackingIssue(tracker, report, runtime);
  const exceeded = exceededLimits(report.counts, settings.policy).map((sentence) => new LimitError(sentence));
  throwProblems([...exceeded, ...archived.problems, ...untracked, ...unwritten, ...unlisted]);
}

/** A scan that has succeeded. */
interface Scanned {
  readonly portal: Portal;
  readonly report: Report;
  /** What is to be archived; null unless `archive` is `approved`. */
  readonly plan: ArchivePlan | null;
}

/**
 * Scans the portal and builds the report. The account of the key is asked for while the rooms are listed.
 *
 * @throws PortalError if not every room could be seen
 */
async function scanPortal(context: Context, redaction: Promise<Redaction>): Promise<Scanned> {
  const { settings, tracker, now, signal } = context;
  const { now: clock, env, log } = context.runtime;
  const { policy, archive } = settings;
  const { approved, ticked, lastRun } = tracker;
  const portal = createPortal({
    url: settings.portalUrl,
    apiKey: settings.apiKey,
    concurrency: settings.concurrency,
    timeoutMs: settings.requestTimeoutMs,
    now: clock,
    signal,
    env,
    onRetry: log.info,
  });
  log.startGroup(`Scanning ${logText(settings.portalUrl.href)}`);
  try {
    let keyAccount: Promise<KeyAccount | null> | null = null;
    const findings = await scan({
      portal,
      policy,
      concurrency: settings.concurrency,
      now,
      clock,
      ticked,
      lastRun,
      mayReadHistory: null,
      log,
      onPage: () => {
        keyAccount ??= readKeyAccount(portal);
        // If the scan fails, nobody waits for it.
        keyAccount.catch(() => undefined);
      },
    });
    const report = buildReport({
      ...findings,
      disabled: await findDisabledOwners(portal, findings.judged),
      keyAccount: await keyAccount,
      pastTrend: null,
      policy,
      portal: portal.url.href,
      now,
      redacted: logRedaction(await redaction, log),
      lastRun,
    });
    const coverage = describeCoverage(report);
    if (coverage !== '') log.info(logText(coverage));
    // Planned here, so that the findings of a large portal need not stay in memory.
    const { judged, inUse, missing } = findings;
    const plan =
      archive && planArchive({ approved, lastRun, judged, inUse, missing, maxRooms: archive.maxRooms });
    return { portal, report, plan };
  } finally {
    log.endGroup();
  }
}

/** Null if no abandoned room has an owner to ask about: then the portal is not asked. */
async function findDisabledOwners(
  portal: Portal,
  judged: readonly JudgedRoom[],
): Promise<DisabledAccounts | null> {
  const isNeeded = judged.some(
    ({ room, verdict }) => verdict.kind === 'abandoned' && mayOwnerBeDisabled(room),
  );
  return isNeeded ? readDisabledAccounts(portal) : null;
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
