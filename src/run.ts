import { type ArchiveInput, archiveRooms } from './archive.ts';
import { readSettings, withEnvironment } from './config/settings.ts';
import { readDisabledAccounts, readKeyAccount, readOwners } from './docspace/accounts.ts';
import { type ApiKey, describeKey, readApiKey } from './docspace/api-key.ts';
import { createPortal, type Portal, type PortalClient } from './docspace/client.ts';
import { compareClocks } from './docspace/clock.ts';
import {
  clearReports,
  presetOutputs,
  publishArchiving,
  publishFailure,
  publishReport,
  publishToIssue,
} from './publish.ts';
import { decideRedaction, type Redaction } from './redaction.ts';
import { PLANNED, withArchiving } from './report/archiving.ts';
import { buildReport } from './report/build.ts';
import { describeCoverage } from './report/notes.ts';
import type { Report } from './report/schema.ts';
import type { KeyAccount, OwnerContacts } from './rooms/accounts.ts';
import { type ArchivePlan, planArchive } from './rooms/archive-plan.ts';
import { exceededLimits } from './rooms/limits.ts';
import { type DisabledAccounts, mayOwnerBeDisabled, NONE_KNOWN } from './rooms/risks.ts';
import type { JudgedRoom } from './rooms/verdict.ts';
import { maskingRuntime, type Runtime } from './runtime.ts';
import { scan } from './scan.ts';
import { ActionError, LimitError } from './shared/errors.ts';
import { SHORTEST_SECRET } from './shared/secret.ts';
import { logText } from './shared/text.ts';
import { NO_TRACKER, openTracker } from './tracking/tracker.ts';

/**
 * One run of the action: inputs, scan, report, archive, tracking issue. Everything is written before the limits are
 * checked, and the report before anything is archived.
 *
 * @throws ActionError with a message for the person who reads the log
 */
export async function run(real: Runtime): Promise<void> {
  const inputs = withEnvironment(real.inputs, real.env);
  // Valid or not: it is masked before anything else is looked at.
  const apiKey = inputs['docspace-api-key'].trim();
  // A short text would be struck out all over the log: it is refused as a key.
  if (apiKey.length >= SHORTEST_SECRET) real.maskSecret(apiKey);
  const runtime = maskingRuntime({ ...real, inputs }, apiKey);
  // Ends requests that are still under way after a failure.
  const stop = new AbortController();
  try {
    await runSteps(runtime, stop.signal);
  } finally {
    stop.abort();
  }
}

/** What the steps of a run share. */
type Context = Pick<ArchiveInput, 'settings' | 'tracker' | 'runtime' | 'now' | 'signal'>;

async function runSteps(runtime: Runtime, signal: AbortSignal): Promise<void> {
  let context: Context;
  let scanned: Scanned;
  try {
    await presetOutputs(runtime);
    const now = runtime.now();
    const settings = readSettings(runtime.inputs, runtime.env);
    await clearReports(settings.reportDirectory, runtime);
    // GitHub is asked while the portal is listed.
    const redaction = decideRedaction(settings, runtime.env, signal);
    const { tracking, apiKey } = settings;
    const tracker =
      tracking === null ? NO_TRACKER : await openTracker(tracking, now, runtime, apiKey, signal);
    context = { settings, tracker, runtime, now, signal };
    scanned = await scanPortal(context, redaction);
  } catch (error) {
    await publishFailure(error, runtime);
    throw error;
  }
  const { settings, tracker } = context;
  const { portal, plan } = scanned;
  const planned = withArchiving(scanned.report, plan, () => PLANNED);
  const unwritten = await publishReport(planned, settings.reportDirectory, runtime);
  // Without a report on the disk, nobody could tell what the portal looked like before.
  const isRecorded = unwritten.length === 0;
  portal.startPhase();
  const archived = await archiveRooms({ ...context, portal, plan, planned, isRecorded });
  const report = withArchiving(scanned.report, plan, archived.outcomeOf);
  const unlisted = await publishArchiving(report, settings.reportDirectory, runtime);
  const untracked = await publishToIssue(report, tracker, runtime);
  const exceeded = exceededLimits(report.counts, settings.policy).map((sentence) => new LimitError(sentence));
  throwProblems([...exceeded, ...archived.problems, ...untracked, ...unwritten, ...unlisted]);
}

/** A scan that has succeeded. */
interface Scanned {
  readonly portal: PortalClient;
  readonly report: Report;
  /** What is to be archived; null unless `archive` is `approved`. */
  readonly plan: ArchivePlan | null;
}

/**
 * Asks what the key may do, scans the portal and builds the report.
 *
 * @throws ActionError if not every room could be seen
 */
async function scanPortal(context: Context, redaction: Promise<Redaction>): Promise<Scanned> {
  const { settings, tracker, now, runtime } = context;
  const { log } = runtime;
  const { policy, tracking } = settings;
  const { approved, ticked, lastRun } = tracker;
  const portal = connect(context);
  log.startGroup(`Scanning ${logText(settings.portalUrl.href)}`);
  try {
    const key = await readApiKey(portal);
    // With max-archive: 0, people approve what another job archives, with another key.
    const maxArchive = tracking?.maxArchive ?? null;
    const archives = maxArchive !== null && maxArchive > 0;
    const wishes = { history: policy.activitySource === 'history', archive: archives };
    const { notes, lines } = describeKey(key, wishes, now);
    for (const line of [...notes, ...lines]) log.info(line);
    const mayArchive = archives ? key.may('rooms:write') : null;
    let account: Promise<KeyAccount | null> | undefined;
    const keyAccount = () => {
      account ??= key.may('accounts.self:read') !== false ? readKeyAccount(portal) : Promise.resolve(null);
      return account;
    };
    const findings = await scan({
      portal,
      policy,
      concurrency: settings.concurrency,
      now,
      clock: runtime.now,
      ticked,
      lastRun,
      mayReadHistory: key.may('files:read'),
      seesAllRooms: async () => (await keyAccount())?.seesAllRooms ?? null,
      log,
    });
    // Not a note of the report: its times would change the tracking issue at each run.
    for (const line of compareClocks(portal.clockDifferenceMs(), runtime.now())) log.warning(line);
    const redacted = logRedaction(await redaction, log);
    if (redacted && settings.hasOwnerContacts) log.info('owner-contacts: not in a redacted run.');
    const report = buildReport({
      ...findings,
      notes: [...notes, ...findings.notes],
      ...(await findOwners(portal, key, findings.judged, settings.hasOwnerContacts && !redacted)),
      keyAccount: await keyAccount(),
      keyExpiresAt: key.expiresAt,
      mayArchive,
      pastTrend: tracker.trend,
      policy,
      portal: portal.url.href,
      now,
      redacted,
      lastRun,
    });
    const coverage = describeCoverage(report);
    if (coverage !== '' && key.may('accounts.self:read') !== false) log.info(logText(coverage));
    // Planned here, so that the findings of a large portal need not stay in memory.
    const plan =
      maxArchive === null
        ? null
        : planArchive({
            ...findings,
            approved,
            lastRun,
            mayArchive,
            isClockKnown: portal.clockDifferenceMs() !== null,
            maxRooms: maxArchive,
          });
    return { portal, report, plan };
  } finally {
    log.endGroup();
  }
}

function connect({ settings, signal, runtime: { now, env, log } }: Context): PortalClient {
  return createPortal({
    url: settings.portalUrl,
    apiKey: settings.apiKey,
    concurrency: settings.concurrency,
    timeoutMs: settings.requestTimeoutMs,
    now,
    signal,
    env,
    onRetry: log.info,
  });
}

/** What is known about the owners of abandoned rooms. If there is none to ask about, the portal is not asked. */
async function findOwners(
  portal: Portal,
  key: ApiKey,
  judged: readonly JudgedRoom[],
  withContacts: boolean,
): Promise<{ disabled: DisabledAccounts | null; contacts: OwnerContacts | null }> {
  const owners = judged.flatMap(({ room, verdict }) =>
    verdict.kind === 'abandoned' && mayOwnerBeDisabled(room) ? (room.owner?.id ?? []) : [],
  );
  const none = { emails: new Map(), problem: null };
  if (owners.length === 0) return { disabled: null, contacts: withContacts ? none : null };
  if (key.may('accounts:read') === false) {
    const problem = 'The API key lacks the scope "accounts:read".';
    return { disabled: NONE_KNOWN, contacts: withContacts ? { ...none, problem } : null };
  }
  if (withContacts) return readOwners(portal, new Set(owners));
  return { disabled: await readDisabledAccounts(portal), contacts: null };
}

function logRedaction({ redacted, info, debug }: Redaction, log: Runtime['log']): boolean {
  for (const line of debug) log.debug(logText(line));
  if (info !== '') log.info(info);
  return redacted;
}

/** Throws all problems as one error. The same message is said once, such as that of a disk that is full. */
function throwProblems(problems: readonly ActionError[]): void {
  const [first, ...others] = problems;
  if (first === undefined) return;
  const messages = new Set(problems.map(({ message }) => message));
  if (messages.size === 1) throw first;
  throw new ActionError([...messages].join(' '), { cause: others[0] });
}
