import type { Settings } from './config/settings.ts';
import { activityRules } from './docspace/activity-rules.ts';
import { type ArchiveClient, createArchiveClient } from './docspace/archive-client.ts';
import { type ArchiveOptions, type ArchiveResult, archiveRoom } from './docspace/archive-room.ts';
import type { Portal } from './docspace/client.ts';
import { type Outcome, refusalText, withResults } from './report/archiving.ts';
import { entryName } from './report/log.ts';
import type { Report } from './report/schema.ts';
import { accountList } from './rooms/accounts.ts';
import { type ArchivePlan, isUnchanged } from './rooms/archive-plan.ts';
import { compileExemptions } from './rooms/exemptions.ts';
import type { Room, RoomId } from './rooms/room.ts';
import { type JudgedRoom, judge } from './rooms/verdict.ts';
import type { Log, Runtime } from './runtime.ts';

export interface ArchiveInput {
  readonly settings: Settings;
  readonly plan: ArchivePlan;
  /** The report with the plan, as it was written. */
  readonly report: Report;
  readonly portal: Portal;
  /** The moment by which all rooms were judged. */
  readonly now: Date;
  readonly ticked: ReadonlyMap<RoomId, string>;
  /** Reads once more which rooms people have approved. */
  readonly approvedNow: () => Promise<ReadonlySet<RoomId>>;
  readonly sleep: (ms: number) => Promise<void>;
  readonly signal: AbortSignal;
  readonly env: Runtime['env'];
  readonly log: Log;
}

/**
 * Archives the planned rooms, one after the other, each at most once. It stops if the portal is in trouble. In a dry run
 * nothing is archived, and no client exists that could do it.
 *
 * @returns the report with the results
 * @throws GitHubError if the approvals cannot be read again; nothing is archived then
 */
export async function archiveRooms(input: ArchiveInput): Promise<Report> {
  const { settings, plan, report, log } = input;
  for (const { id, reason, result } of report.archiving ?? []) {
    if (result === 'not archived') log.info(`Not archived: ${entryName(report, id)}. ${reason}`);
    if (result === 'archived before') log.info(`Archived before this run: ${entryName(report, id)}`);
  }
  if (plan.rooms.length === 0) return report;
  if (settings.archive?.isDryRun !== false) {
    for (const { room } of plan.rooms) log.info(`Dry run: ${nameOf(report, room)} would be archived.`);
    return report;
  }
  const approved = await input.approvedNow();
  const client = createArchiveClient({
    url: settings.portalUrl,
    apiKey: settings.apiKey,
    timeoutMs: settings.requestTimeoutMs,
    signal: input.signal,
    env: input.env,
  });
  return withResults(report, await archiveAll(input, approved, client));
}

async function archiveAll(
  input: ArchiveInput,
  approved: ReadonlySet<RoomId>,
  client: ArchiveClient,
): Promise<ReadonlyMap<RoomId, Outcome>> {
  const outcomes = new Map<RoomId, Outcome>();
  const optionsFor = archiveOptions(input, client);
  let hasStopped = false;
  const archive = async (judged: JudgedRoom, id: RoomId): Promise<ArchiveResult> => {
    if (hasStopped) return STOPPED;
    if (!approved.has(id)) return WITHDRAWN;
    return archiveRoom(judged.room, optionsFor(judged));
  };
  for (const judged of input.plan.rooms) {
    const { id } = judged.room;
    if (id === null) continue;
    const result = await archive(judged, id);
    hasStopped ||= result.kind === 'not known' || (result.kind === 'failed' && result.stop);
    logResult(result, nameOf(input.report, judged.room), input.log);
    outcomes.set(id, outcomeOf(result));
  }
  return outcomes;
}

function outcomeOf(result: ArchiveResult): Outcome {
  switch (result.kind) {
    case 'archived':
      return { result: 'archived', reason: null };
    case 'archived before':
      return { result: 'archived before', reason: refusalText('in the archive') };
    case 'not known':
      return { result: 'not known', reason: result.because };
    case 'changed':
    case 'failed':
      return { result: 'not archived', reason: result.because };
  }
}

const STOPPED: ArchiveResult = {
  kind: 'changed',
  because: 'It was not tried, since the portal is in trouble. It waits for the next run.',
};
const WITHDRAWN: ArchiveResult = { kind: 'changed', because: refusalText('not ticked any more') };

function archiveOptions(
  { settings: { policy }, portal, now, ticked, sleep }: ArchiveInput,
  client: ArchiveClient,
): (judged: JudgedRoom) => ArchiveOptions {
  const exemptions = compileExemptions(policy, ticked);
  const rules = activityRules(policy, accountList(policy.ignoreActivityBy), now);
  return ({ verdict }) => ({
    portal,
    client,
    rules,
    isStillAbandoned: (room, activity) =>
      isUnchanged(verdict, judge(room, activity, policy, exemptions, now)),
    sleep,
  });
}

function nameOf(report: Report, { id }: Room): string {
  return entryName(report, id ?? '');
}

function logResult(result: ArchiveResult, name: string, log: Log): void {
  if (result.kind === 'archived') log.info(`Archived: ${name}`);
  else if (result.kind === 'archived before') log.info(`Archived before this run: ${name}`);
  else if (result.kind === 'changed') log.info(`Not archived: ${name}. ${result.because}`);
  else if (result.kind === 'failed') log.warning(`Not archived: ${name}. ${result.because} Its tick stays.`);
  else log.warning(`It is not known whether this room is archived: ${name}. ${result.because}`);
}
