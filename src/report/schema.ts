import { z } from 'zod';
import { EVIDENCE, UNKNOWN_REASONS } from '../rooms/activity.ts';
import { ACTIVITY_SOURCES, UNKNOWN_ACTIVITY } from '../rooms/policy.ts';
import { SKIP_REASONS } from '../rooms/verdict.ts';

/**
 * The report file, as a schema: the types below and the published JSON Schema are made of it. Of this file, only types
 * are used when the action runs.
 */

const count = z.int().min(0);
/** ISO 8601 in UTC. */
const date = z.iso.datetime({ precision: 3 });
const id = z.union([z.int(), z.string()]).describe('A text where the room lives on third-party storage');

const roomEntry = z.strictObject({
  id,
  title: z.string().nullable().describe('Null where the report is redacted'),
  url: z.string().describe('Page of the room in the web client'),
  type: z.string().nullable(),
  owner: z
    .string()
    .nullable()
    .describe('Display name, or id of one without a name; null where redacted or not told'),
  daysInactive: count
    .nullable()
    .describe(
      'Whole days of 24 hours since the last activity, at least so many where lastActivity is null; null where not known',
    ),
  lastActivity: date.nullable().describe('Null where not known'),
  lastUpdated: date.nullable().describe('What the list of rooms says'),
  evidence: z
    .enum(EVIDENCE)
    .describe('What lastActivity rests on; of an unknown room, what was looked at. "none": no date at all'),
  lastActivityWhat: z
    .string()
    .nullable()
    .describe('What the last activity was, in a few words; where lastActivity is null, why'),
  lastActivityBy: z.string().nullable().describe('Who it was; null where redacted or not known'),
  usedSpace: count.nullable().describe('Bytes; null where the portal does not tell'),
  tags: z.array(z.string()).readonly().nullable().describe('Null where the report is redacted'),
  new: z.boolean().describe('Not abandoned at the last run; false where that is not known'),
});
const unknownEntry = roomEntry.extend({
  reason: z
    .enum(UNKNOWN_REASONS)
    .describe('Why the last activity is not known: lastActivity and daysInactive are null'),
});
const exemptEntry = roomEntry.extend({
  reason: z.string(),
  keptUntil: z.iso
    .date()
    .nullable()
    .describe('Through which day a tick in the tracking issue keeps the room'),
});

const names = z.array(z.string()).readonly();
const redactedNames = names.nullable().describe('Null where the report is redacted');
const policy = z.strictObject({
  inactiveDays: z.int().min(1),
  activitySource: z.enum(ACTIVITY_SOURCES),
  ignoreActivityBy: redactedNames,
  unknownActivity: z.enum(UNKNOWN_ACTIVITY),
  roomTypes: names,
  exemptTags: redactedNames,
  exemptRooms: redactedNames,
  exemptOwners: redactedNames,
  upcomingDays: count,
  maxAbandoned: count.nullable(),
  maxNewAbandoned: count.nullable(),
});

const counts = z.strictObject({
  scanned: count.describe(
    'Every entry of the list: active + upcoming + abandoned + unknown - unknownAsAbandoned + exempt + skipped',
  ),
  active: count,
  upcoming: count,
  abandoned: count.describe('Those without a date among them, where unknownActivity is abandoned'),
  unknown: count.describe('Rooms whose last activity is not known, whether they count as abandoned or not'),
  unknownAsAbandoned: count.describe('Rooms that are in both abandoned and unknown'),
  exempt: count,
  skipped: count,
  new: count,
  recovered: count,
});

const ageBucket = z.strictObject({ fromDays: count, rooms: count });
const whatIf = z.strictObject({ days: count, abandoned: count });
const evidenceCheck = z.strictObject({
  suspects: count,
  acquitted: count.describe('Suspects that are not abandoned after all'),
});

const delta = z.strictObject({ new: count, recovered: count });

/** The report file. */
export const reportSchema = z.strictObject({
  schemaVersion: z.literal(1),
  generatedAt: date,
  portal: z.string().describe('Address of the portal'),
  redacted: z.boolean().describe('Titles, owners and tags are left out'),
  policy,
  counts,
  skippedBy: z.partialRecord(z.enum(SKIP_REASONS), count),
  reclaimableBytes: count
    .nullable()
    .describe('Bytes that abandoned rooms use; null where the portal does not tell'),
  spaceUnknown: count.describe('Abandoned rooms whose space the portal does not tell'),
  oldestDays: count,
  limitExceeded: z.boolean(),
  evidenceCheck: evidenceCheck.nullable().describe('Null where the list of rooms alone decided'),
  delta: delta.nullable().describe('What changed since the last run; null where that is not known'),
  sinceLastRun: z
    .string()
    .nullable()
    .describe('delta as a sentence, or why it is not known; null where no tracking issue remembers it'),
  ages: z.array(ageBucket).readonly(),
  whatIf: z.array(whatIf).readonly(),
  notes: z
    .array(z.string())
    .readonly()
    .describe('Things that somebody should look at, without text from the portal'),
  abandoned: z.array(roomEntry).readonly(),
  unknown: z.array(unknownEntry).readonly(),
  upcoming: z.array(roomEntry).readonly(),
  exempt: z.array(exemptEntry).readonly(),
});

/** A room in the report, as it stands in the report file and in the output `abandoned-rooms`. */
export type RoomEntry = Readonly<z.infer<typeof roomEntry>>;
/** A room whose last activity is not known. */
export type UnknownEntry = Readonly<z.infer<typeof unknownEntry>>;
export type ExemptEntry = Readonly<z.infer<typeof exemptEntry>>;
export type Counts = Readonly<z.infer<typeof counts>>;
/** Rooms whose last activity lies at least `fromDays` back, and not as far as the next bucket. */
export type AgeBucket = Readonly<z.infer<typeof ageBucket>>;
/** What looking into rooms that looked inactive came to. */
export type EvidenceCheck = Readonly<z.infer<typeof evidenceCheck>>;
/** All that a run found: the report file is this, and everything else that is written is made of it. */
export type Report = Readonly<z.infer<typeof reportSchema>>;
