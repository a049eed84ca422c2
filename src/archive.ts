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
import type { RoomId } from './rooms/room.ts';
import { type JudgedRoom, judge } from './rooms/verdict.ts';
import type { Runtime } from './runtime.ts';
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
 * Archives the planned rooms, one after the other, each at most once. It stops if the portal is in trouble. In a dry
 * run nothing is archived, and no client exists that could do it.
 */
export async function archiveRooms(input: ArchiveInput): Promise<Archived> {
  const { settings, tracker, plan, planned, isRecorded } = input;
  const { log } = input.runtime;
  let outcomes: ReadonlyMap<RoomId, Outcome> = new Map();
  const outcomeOf = (id: RoomId) => outcomes.get(id) ?? NOT_TRIED;
  if (!isRecorded || plan === null || tracker.kind !== 'ready') return { outcomeOf, problems: [] };
  for (const { id, reason, result } of planned.archiving ?? []) {
    if (result === 'not archived') log.info(`Not archived: ${entryName(planned, id)}. ${reason}`);
    if (result === 'archived before') log.info(`Archived before this run: ${entryName(planned, id)}`);
  }
  if (plan.rooms.length > 0 && settings.tracking?.isDryRun !== false) {
    for (const { room } of plan.rooms) {
      log.info(`Dry run: ${entryName(planned, room.id)} would be archived.`);
    }
    return { outcomeOf: () => PLANNED, problems: [] };
  }
  const problems = await attempt(async () => {
    if (plan.rooms.length > 0) outcomes = await archiveAll(input, plan, await tracker.approvedNow());
  });
  return { outcomeOf, problems };
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
  for (const judged of rooms) {
    const { id } = judged.room;
    const name = entryName(input.planned, id);
    if (hasStopped) {
      log.info(`Not archived: ${name}. ${STOPPED.reason}`);
      outcomes.set(id, STOPPED);
      continue;
    }
    const ended = approved.has(id) ? await archiveRoom(judged.room, optionsFor(judged)) : WITHDRAWN;
    hasStopped = ended.kind === 'not known' || (ended.kind === 'failed' && ended.stop);
    const { result, says, isTrouble } = ENDS[ended.kind];
    const reason = ended.kind === 'archived' ? null : ended.because;
    const line = `${says}: ${name}${reason === null ? '' : `. ${reason}`}`;
    if (isTrouble) log.warning(line);
    else log.info(line);
    outcomes.set(id, { result, reason });
  }
  return outcomes;
}

/** What the report and the log call each end of archiving a room. */
const ENDS: Readonly<
  Record<ArchiveResult['kind'], { result: Outcome['result']; says: string; isTrouble: boolean }>
> = {
  archived: { result: 'archived', says: 'Archived', isTrouble: false },
  'archived before': { result: 'archived before', says: 'Not archived by this run', isTrouble: false },
  changed: { result: 'not archived', says: 'Not archived', isTrouble: false },
  failed: { result: 'not archived', says: 'Not archived', isTrouble: true },
  'not known': {
    result: 'not known',
    says: 'It is not known whether this room is archived',
    isTrouble: true,
  },
};
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
