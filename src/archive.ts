import { setTimeout as sleepFor } from 'node:timers/promises';
import type { Settings } from './config/settings.ts';
import { createArchiveClient } from './docspace/archive-client.ts';
import { type ArchiveOptions, type ArchiveResult, archiveRoom } from './docspace/archive-room.ts';
import type { Portal } from './docspace/client.ts';
import { attempt } from './publish.ts';
import { NOT_TRIED, type Outcome, PLANNED, reasonText } from './report/archiving.ts';
import { entryName } from './report/log.ts';
import type { Report } from './report/schema.ts';
import { accountList } from './rooms/accounts.ts';
import { activityRules } from './rooms/activity.ts';
import { type ArchivePlan, isUnchanged } from './rooms/archive-plan.ts';
import { compileExemptions } from './rooms/exemptions.ts';
import type { Room, RoomId } from './rooms/room.ts';
import { type JudgedRoom, judge } from './rooms/verdict.ts';
import type { Log, Runtime } from './runtime.ts';
import type { ActionError } from './shared/errors.ts';
import type { IssueTracker } from './tracking/tracker.ts';

export interface ArchiveInput {
  readonly settings: Settings;
  readonly tracker: IssueTracker;
  readonly runtime: Runtime;
  readonly portal: Portal;
  /** Null unless `archive` is `approved`. */
  readonly plan: ArchivePlan | null;
  /** The report with the plan. */
  readonly planned: Report;
  /** Whether the report was written; otherwise nothing is archived. */
  readonly isRecorded: boolean;
  /** The moment by which all rooms were judged. */
  readonly now: Date;
  readonly signal: AbortSignal;
}

/** How the archiving of each planned room ended, and the errors because of which none could be archived. */
export interface Archived {
  readonly outcomeOf: (id: RoomId) => Outcome;
  readonly problems: readonly ActionError[];
}

/**
 * Archives the planned rooms, one after the other, each at most once. It stops if the portal is in trouble. In a dry run
 * nothing is archived, and no client exists that could do it.
 */
export async function archiveRooms(input: ArchiveInput): Promise<Archived> {
  const { settings, tracker, plan, planned, isRecorded } = input;
  const { log } = input.runtime;
  if (!isRecorded || plan === null || tracker.kind !== 'ready') return untried([]);
  for (const { id, reason, result } of planned.archiving ?? []) {
    if (result === 'not archived') log.info(`Not archived: ${entryName(planned, id)}. ${reason}`);
    if (result === 'archived before') log.info(`Archived before this run: ${entryName(planned, id)}`);
  }
  if (plan.rooms.length === 0) return untried([]);
  if (settings.archive?.isDryRun !== false) {
    for (const { room } of plan.rooms) log.info(`Dry run: ${nameOf(planned, room)} would be archived.`);
    return { outcomeOf: () => PLANNED, problems: [] };
  }
  let outcomes: ReadonlyMap<RoomId, Outcome> = new Map();
  const problem = await attempt(async () => {
    outcomes = await archiveAll(input, plan, await tracker.approvedNow());
  });
  return problem === null
    ? { outcomeOf: (id) => outcomes.get(id) ?? NOT_TRIED, problems: [] }
    : untried([problem]);
}

function untried(problems: readonly ActionError[]): Archived {
  return { outcomeOf: () => NOT_TRIED, problems };
}

async function archiveAll(
  input: ArchiveInput,
  { rooms }: ArchivePlan,
  approved: ReadonlySet<RoomId>,
): Promise<ReadonlyMap<RoomId, Outcome>> {
  const optionsFor = archiveOptions(input);
  const outcomes = new Map<RoomId, Outcome>();
  const { log } = input.runtime;
  let hasStopped = false;
  const archive = async (judged: JudgedRoom, id: RoomId): Promise<ArchiveResult> => {
    if (!approved.has(id)) return WITHDRAWN;
    return archiveRoom(judged.room, optionsFor(judged));
  };
  for (const judged of rooms) {
    const { id } = judged.room;
    if (hasStopped) {
      log.info(`Not archived: ${nameOf(input.planned, judged.room)}. ${STOPPED.reason}`);
      outcomes.set(id, STOPPED);
      continue;
    }
    const result = await archive(judged, id);
    hasStopped ||= result.kind === 'not known' || (result.kind === 'failed' && result.stop);
    logResult(result, nameOf(input.planned, judged.room), log);
    outcomes.set(id, outcomeOf(result));
  }
  return outcomes;
}

function outcomeOf(result: ArchiveResult): Outcome {
  switch (result.kind) {
    case 'archived':
      return { result: 'archived', reason: null };
    case 'archived before':
      return { result: 'archived before', reason: result.because };
    case 'not known':
      return { result: 'not known', reason: result.because };
    case 'changed':
    case 'failed':
      return { result: 'not archived', reason: result.because };
  }
}

const STOPPED: Outcome = {
  result: 'waiting',
  reason: 'It was not tried, since the portal is in trouble. It waits for the next run.',
};
const WITHDRAWN: ArchiveResult = { kind: 'changed', because: reasonText('not ticked any more') };

/** Makes the client that can archive rooms: only now, when there are rooms to archive. */
function archiveOptions({
  settings: { policy, ...settings },
  tracker,
  runtime: { env },
  portal,
  now,
  signal,
}: ArchiveInput): (judged: JudgedRoom) => ArchiveOptions {
  const client = createArchiveClient({
    url: settings.portalUrl,
    apiKey: settings.apiKey,
    timeoutMs: settings.requestTimeoutMs,
    signal,
    env,
  });
  const exemptions = compileExemptions(policy, tracker.ticked);
  const rules = activityRules(policy, accountList(policy.ignoreActivityBy), now);
  return ({ verdict }) => ({
    portal,
    client,
    rules,
    isStillAbandoned: (room, activity) =>
      isUnchanged(verdict, judge(room, activity, policy, exemptions, now)),
    sleep: (ms) => sleepFor(ms, undefined, { signal }),
  });
}

function nameOf(report: Report, { id }: Room): string {
  return entryName(report, id);
}

function logResult(result: ArchiveResult, name: string, log: Log): void {
  if (result.kind === 'archived') log.info(`Archived: ${name}`);
  else if (result.kind === 'archived before')
    log.info(`Not archived by this run: ${name}. ${result.because}`);
  else if (result.kind === 'changed') log.info(`Not archived: ${name}. ${result.because}`);
  else if (result.kind === 'failed') log.warning(`Not archived: ${name}. ${result.because}`);
  else log.warning(`It is not known whether this room is archived: ${name}. ${result.because}`);
}
