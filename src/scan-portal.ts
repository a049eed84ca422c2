import type { Settings } from './config/settings.ts';
import { createPortal, type Portal } from './docspace/client.ts';
import { readDisabledAccounts } from './docspace/disabled-accounts.ts';
import { readKeyAccount } from './docspace/key-account.ts';
import type { Redaction } from './redaction.ts';
import { buildReport } from './report/build.ts';
import type { Report } from './report/schema.ts';
import { describeCoverage } from './report/text/sentences.ts';
import type { KeyAccount } from './rooms/accounts.ts';
import { type ArchivePlan, planArchive } from './rooms/archive-plan.ts';
import { type DisabledAccounts, mayOwnerBeDisabled } from './rooms/risks.ts';
import type { JudgedRoom } from './rooms/verdict.ts';
import type { Runtime } from './runtime.ts';
import { type Findings, scan } from './scan.ts';
import { logText } from './shared/text.ts';
import type { IssueTracker } from './tracking/track.ts';

export interface ScanInput {
  readonly settings: Settings;
  readonly tracker: IssueTracker;
  readonly redaction: Promise<Redaction>;
  readonly now: Date;
  readonly signal: AbortSignal;
}

/** A scan that has succeeded. */
export interface Scanned {
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
export async function scanPortal(input: ScanInput, { now: clock, env, log }: Runtime): Promise<Scanned> {
  const { settings, tracker, now, signal } = input;
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
      policy: settings.policy,
      concurrency: settings.concurrency,
      now,
      clock,
      ticked: tracker.ticked,
      lastRun: tracker.lastRun,
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
      policy: settings.policy,
      portal: portal.url.href,
      now,
      redacted: logRedaction(await input.redaction, log),
      lastRun: tracker.lastRun,
    });
    const coverage = describeCoverage(report);
    if (coverage !== '') log.info(logText(coverage));
    return { portal, report, plan: planFor(settings, tracker, findings) };
  } finally {
    log.endGroup();
  }
}

/** Made here, so that the findings of a large portal need not stay in memory. */
function planFor(
  { archive }: Settings,
  { approved, lastRun }: IssueTracker,
  { judged, inUse, missing }: Findings,
): ArchivePlan | null {
  if (archive === null) return null;
  return planArchive({ approved, lastRun, judged, inUse, missing, maxRooms: archive.maxRooms });
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
