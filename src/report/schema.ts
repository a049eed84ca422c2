import { z } from 'zod';
import { EVIDENCE, UNKNOWN_REASONS } from '../rooms/activity.ts';
import { reportPolicySchema } from '../rooms/policy.ts';
import { RISKS } from '../rooms/risks.ts';
import { SKIP_REASONS } from '../rooms/verdict.ts';

/**
 * The schema of the report file. The types below and the published JSON Schema are derived from it. The action itself
 * uses only the types.
 */

const count = z.int().min(0);
/** ISO 8601 in UTC. */
const date = z.iso.datetime({ precision: 3 });
/** A text, or null if it is left out or not known. */
const textOrNull = z.string().nullable();
const id = z.union([z.int(), z.string()]).describe('A string if the room is on third-party storage');

const roomEntry = z.strictObject({
  id,
  title: textOrNull.describe('Null if the report is redacted'),
  url: z.string().describe('Page of the room in the web client'),
  type: textOrNull,
  owner: textOrNull.describe('Display name, or the id if there is no name; null if redacted or not reported'),
  ownerId: textOrNull.describe('Id of the owner on the portal; null if redacted or not told'),
  ownerEmail: textOrNull.describe(
    'Mail address of the owner; null without owner-contacts, if redacted or not known',
  ),
  daysInactive: count
    .nullable()
    .describe(
      'Whole days of 24 hours since the last activity; if lastActivity is null, at least this many; null if not known',
    ),
  lastActivity: date.nullable().describe('Null if not known'),
  lastUpdated: date.nullable().describe('Date of the last change according to the list of rooms'),
  evidence: z
    .enum(EVIDENCE)
    .describe(
      'Source of lastActivity; for an unknown room, the last source that was read. "none": no date at all',
    ),
  lastActivityWhat: textOrNull.describe('The last activity in a few words; if lastActivity is null, why'),
  lastActivityBy: textOrNull.describe('Who it was; null if redacted or not known'),
  usedSpace: count.nullable().describe('Bytes; null if the portal does not report it'),
  tags: z.array(z.string()).readonly().nullable().describe('Null if the report is redacted'),
  risks: z.array(z.enum(RISKS)).readonly().describe('Why the room should not lie around'),
  archivable: z
    .boolean()
    .describe(
      'Whether people can approve it for the archive: it is abandoned by its history or contents, and the API key may archive it',
    ),
  new: z.boolean().describe('Not abandoned at the last run; false if the last run is not known'),
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
    .describe('Last day on which a tick in the tracking issue keeps the room'),
});

const counts = z.strictObject({
  scanned: count.describe(
    'Every entry of the list of rooms: active + upcoming + abandoned + unknown + exempt + skipped',
  ),
  active: count,
  upcoming: count,
  abandoned: count.describe('Includes rooms without any date if unknownActivity is abandoned'),
  unknown: count.describe('Rooms whose last activity is not known; none of them is in abandoned'),
  exempt: count,
  skipped: count,
  risky: count.describe('Abandoned rooms with a risk'),
  new: count,
  recovered: count,
  gone: count,
  notVisible: count,
});

const ageBucket = z.strictObject({ fromDays: count, rooms: count });
const whatIf = z.strictObject({ days: count, abandoned: count });
const evidenceCheck = z.strictObject({
  inactive: count.describe('Rooms that looked inactive by the list of rooms'),
  checked: count.describe('Those of them whose history or contents were read'),
  cleared: count.describe('Checked rooms that turned out to be in use'),
});

const delta = z.strictObject({
  new: count,
  recovered: count.describe('In use again'),
  gone: count.describe('Deleted or archived'),
  notVisible: count.describe("Not visible to the key's account any more"),
});
const missingEntry = z.strictObject({ id, url: z.string(), status: z.enum(['not visible', 'not known']) });

const keyAccount = z.strictObject({
  name: textOrNull.describe('Display name, or the id if there is no name; null if redacted or not reported'),
  seesAllRooms: z.boolean().describe('Whether it is the owner or an administrator of the portal'),
});

const trendEntry = z.strictObject({
  day: z.iso.date().describe('UTC'),
  abandoned: count,
  bytes: count
    .nullable()
    .describe('Bytes that the abandoned rooms used; null if the portal did not report it'),
});

const ARCHIVE_RESULTS = [
  'planned',
  'archived',
  'not archived',
  'waiting',
  'not known',
  'archived before',
] as const;
const archiveEntry = z.strictObject({
  id,
  title: textOrNull.describe('Null if the report is redacted, or if the room was not found'),
  owner: textOrNull.describe('As of a room in the lists'),
  url: z.string(),
  result: z
    .enum(ARCHIVE_RESULTS)
    .describe(
      '"planned" stays if the run is a dry run or was stopped before the end; "not known": the portal was asked to archive it, and does not say whether it did; "waiting": left to the next run, since max-archive is reached or the portal is in trouble; "archived before": by another run, or by somebody in the portal',
    ),
  reason: textOrNull.describe(
    'Why it is not archived, or why that is not known; without text from the portal',
  ),
});

/** The report file. */
export const reportSchema = z.strictObject({
  schemaVersion: z.literal(1),
  generatedAt: date,
  portal: z.string().describe('Address of the portal'),
  redacted: z.boolean().describe('Titles, owners and tags are left out'),
  policy: reportPolicySchema,
  counts,
  skippedBy: z.partialRecord(z.enum(SKIP_REASONS), count),
  reclaimableBytes: count
    .nullable()
    .describe('Bytes that abandoned rooms use; null if the portal does not report it'),
  spaceUnknown: count.describe('Abandoned rooms whose space the portal does not report'),
  oldestDays: count,
  limitExceeded: z.boolean(),
  evidenceCheck: evidenceCheck.nullable().describe('Null if the list of rooms alone decided'),
  delta: delta.nullable().describe('What changed since the last run; null if not known'),
  sinceLastRun: textOrNull.describe(
    'delta as a sentence, or why it is not known; null without a tracking issue',
  ),
  ownersChecked: z
    .boolean()
    .nullable()
    .describe(
      'Whether it is known which owners are disabled: the key needs the scope accounts:read; null if no abandoned room has an owner to ask about',
    ),
  untoldRisks: z
    .array(z.enum(RISKS))
    .readonly()
    .describe(
      'Risks that the portal tells of no abandoned room, so that there may be more than the report says',
    ),
  contacts: z
    .strictObject({
      owners: count.describe('Owners of abandoned rooms'),
      reachable: count.describe('Owners whose account is enabled and has an address'),
    })
    .nullable()
    .describe('Null without owner-contacts, and if the report is redacted'),
  keyAccount: keyAccount
    .nullable()
    .describe('Null if it is not known: the key needs the scope accounts.self:read'),
  keyExpires: z.iso
    .date()
    .nullable()
    .describe('Day on which the API key ends, in UTC; null if it has no end, or if that is not known'),
  archiving: z
    .array(archiveEntry)
    .readonly()
    .nullable()
    .describe('Rooms that people approved for the archive; null unless the input archive is approved'),
  ages: z.array(ageBucket).readonly(),
  whatIf: z.array(whatIf).readonly(),
  trend: z
    .array(trendEntry)
    .readonly()
    .nullable()
    .describe(
      'Runs of the past and this one, oldest first: one a day, one a week if older than four weeks, at most 104. A run that could not judge every room is left out. Null without a tracking issue',
    ),
  notes: z
    .array(z.string())
    .readonly()
    .describe(
      "Things that somebody should look at. The only text from the portal is the name of the key's account, unless redacted",
    ),
  abandoned: z.array(roomEntry).readonly(),
  unknown: z.array(unknownEntry).readonly(),
  upcoming: z.array(roomEntry).readonly(),
  exempt: z.array(exemptEntry).readonly(),
  missing: z
    .array(missingEntry)
    .readonly()
    .describe(
      'Rooms that were abandoned at the last run, are missing from the list, and are not known to be gone',
    ),
});

/** A room in the report file and in the output `abandoned-rooms`. */
export type RoomEntry = Readonly<z.infer<typeof roomEntry>>;
/** A room whose last activity is not known. */
export type UnknownEntry = Readonly<z.infer<typeof unknownEntry>>;
export type ExemptEntry = Readonly<z.infer<typeof exemptEntry>>;
/** Rooms whose last activity is at least `fromDays` days ago, but not as long ago as in the next bucket. */
export type AgeBucket = Readonly<z.infer<typeof ageBucket>>;
/** Everything that a run found. The report file holds it as it is; all other texts are rendered from it. */
export type Report = Readonly<z.infer<typeof reportSchema>>;
/** A room that people approved for the archive. */
export type ArchiveEntry = Readonly<z.infer<typeof archiveEntry>>;
/** The numbers of the last run of a day. */
export type TrendEntry = Readonly<z.infer<typeof trendEntry>>;
/** A room of the last run that is missing from the list, and may still be there. */
export type MissingEntry = Readonly<z.infer<typeof missingEntry>>;
