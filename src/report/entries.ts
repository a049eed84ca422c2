import { type Account, DELETED_NAME } from '../rooms/accounts.ts';
import { isArchivable } from '../rooms/archive-plan.ts';
import type { ExemptReason } from '../rooms/exemptions.ts';
import { type DisabledAccounts, risksOf } from '../rooms/risks.ts';
import { type RoomId, roomUrl } from '../rooms/room.ts';
import type { JudgedRoom } from '../rooms/verdict.ts';
import type { ExemptEntry, RoomEntry, UnknownEntry } from './schema.ts';

/** Options that all entries of a report share. */
export interface EntryOptions {
  /** Address of the portal. */
  readonly portal: string;
  /** Titles, owners and tags are left out. */
  readonly redacted: boolean;
  readonly isNew: (id: RoomId) => boolean;
  readonly disabled: DisabledAccounts;
  /** Whether the API key may archive rooms; null if that is not known. */
  readonly mayArchive: boolean | null;
  /** Mail addresses by the ids of their accounts; empty if the report is redacted. */
  readonly emails: ReadonlyMap<string, string>;
}

const UNKNOWN = { daysInactive: null, activity: { at: null, what: null, by: null } } as const;

/** A room in the form of the report. */
export function toEntry(
  judged: JudgedRoom,
  { portal, redacted, isNew, disabled, emails, mayArchive }: EntryOptions,
): RoomEntry {
  const { room, verdict } = judged;
  if (verdict.kind === 'skipped') throw new Error('a skipped room has no entry');
  // If the activity is uncertain, the date that was found may not be the last one.
  const last = verdict.kind === 'unknown' ? UNKNOWN : verdict;
  return {
    id: room.id,
    title: redacted ? null : room.title,
    url: roomUrl(portal, room.id),
    type: redacted && !isKnownType(room.type) ? 'other' : room.type,
    owner: redacted ? null : nameOf(room.owner),
    ownerId: redacted ? null : (room.owner?.id ?? null),
    ownerEmail: emails.get(room.owner?.id ?? '') ?? null,
    daysInactive: last.daysInactive,
    lastActivity: last.activity.at?.toISOString() ?? null,
    lastUpdated: room.lastUpdated?.toISOString() ?? null,
    evidence: verdict.activity.evidence,
    lastActivityWhat: last.activity.what,
    lastActivityBy: redacted ? null : nameOf(last.activity.by),
    usedSpace: room.usedBytes,
    tags: redacted ? null : room.tags,
    risks: risksOf(room, disabled),
    archivable: mayArchive !== false && isArchivable(judged),
    new: isNew(room.id),
  };
}

/** A room whose last activity is not known, and why. */
export function toUnknownEntry(judged: JudgedRoom, options: EntryOptions): UnknownEntry {
  if (judged.verdict.kind !== 'unknown') throw new Error('only an unknown room has a reason');
  return { ...toEntry(judged, options), reason: judged.verdict.because };
}

/** An exempt room, and why it is exempt. */
export function toExemptEntry(judged: JudgedRoom, options: EntryOptions): ExemptEntry {
  if (judged.verdict.kind !== 'exempt') throw new Error('only an exempt room has a reason');
  return { ...toEntry(judged, options), ...exemption(judged.verdict.reason, options.redacted) };
}

/**
 * The last activity in words, such as `2026-03-02, members invited by Ann`, or why there is no date; null if nothing is
 * known.
 */
export function describeActivity(room: RoomEntry): string | null {
  if (room.lastActivity === null) return room.lastActivityWhat;
  const day = room.lastActivity.slice(0, 10);
  if (room.lastActivityWhat === null) return day;
  const by = room.lastActivityBy === null ? '' : ` by ${room.lastActivityBy}`;
  return `${day}, ${room.lastActivityWhat}${by}`;
}

/** Whether a type may be shown in a redacted report: an unknown type is text from the portal, unless it is a number. */
function isKnownType(type: string | null): boolean {
  return type === null || !type.startsWith('type-') || /^type-\d{1,6}$/.test(type);
}

/** Display name, or the id if there is none. */
export function nameOf(account: Account | null): string | null {
  if (account?.isDeleted) return DELETED_NAME;
  return account?.name ?? account?.id ?? null;
}

function exemption(
  { by, detail }: ExemptReason,
  redacted: boolean,
): Pick<ExemptEntry, 'reason' | 'keptUntil'> {
  if (by === 'tick') return { reason: `ticked in the issue, kept until ${detail}`, keptUntil: detail };
  // The detail is a tag, a pattern over titles, or a name.
  const reason = by === 'keep-until' ? 'kept by a tag' : by;
  return { reason: redacted ? reason : `${reason} "${detail}"`, keptUntil: null };
}
