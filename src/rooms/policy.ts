import '../shared/zod-config.ts';
import { z } from 'zod';
import { isGlob } from './glob.ts';
import { ROOM_TYPES } from './room.ts';

/**
 * The rules by which rooms are judged, each once. From this schema come the type, the checks of the inputs of the same
 * names (`inactiveDays` is `inactive-days`), and the part of the report, with what redaction leaves of it.
 */

const MAX_DAYS = 36_500;

const names = z.array(z.string()).readonly();
/** More rooms than this fail the step; null: no limit. */
const limit = z.int().min(0).max(1_000_000_000).nullable();

export const policySchema = z.strictObject({
  inactiveDays: z.int().min(1).max(MAX_DAYS),
  /** `history`: a room that looks inactive is checked against its history; `updated`: the listing alone decides. */
  activitySource: z.enum(['history', 'updated']),
  /** Ids and display names of accounts whose activity does not count. */
  ignoreActivityBy: names,
  /** `abandoned`: a room without any date is abandoned; `ignore`: it is unknown. */
  unknownActivity: z.enum(['abandoned', 'ignore']),
  /** Empty: all types. */
  roomTypes: z.array(z.enum(ROOM_TYPES)).readonly(),
  exemptTags: names,
  exemptRooms: z.array(z.string().refine(isGlob, 'ids, or globs of up to 200 characters')).readonly(),
  exemptOwners: names,
  /** Rooms that will be abandoned within this many days are upcoming; 0: none is. */
  upcomingDays: z.int().min(0).max(MAX_DAYS),
  maxAbandoned: limit,
  /** Of rooms that became abandoned since the last run. */
  maxNewAbandoned: limit,
  /** Of abandoned rooms that carry a risk. */
  maxRisky: limit,
  /** `inactivity`: longest inactive first; `risk`: rooms with a risk first, each group by inactivity. */
  sort: z.enum(['inactivity', 'risk']),
});

export type Policy = Readonly<z.infer<typeof policySchema>>;

/** The members that do not decide whether a room is abandoned. */
const UNDECIDING: readonly string[] = ['upcomingDays', 'maxAbandoned', 'maxNewAbandoned', 'maxRisky', 'sort'];

/** The rules that decide whether a room is abandoned, as a text. Runs with other rules cannot be compared. */
export function decidingRules(policy: Policy): string {
  return JSON.stringify(Object.entries(policy).filter(([member]) => !UNDECIDING.includes(member)));
}

type ItemOf<T> = T extends readonly (infer Item)[] ? Item : T;
/** The policy as a report shows it. Texts can name somebody or something: they are null if it is redacted. */
export type ReportPolicy = {
  readonly [Member in keyof Policy]: string extends ItemOf<Policy[Member]>
    ? Policy[Member] | null
    : Policy[Member];
};

/** The policy in the report file. */
export const reportPolicySchema = z.strictObject(
  Object.fromEntries(
    Object.entries(policySchema.shape).map(([member, schema]) => [
      member,
      isNameless(schema) ? schema : schema.nullable().describe('Null if the report is redacted'),
    ]),
  ),
) as unknown as z.ZodType<ReportPolicy>;

/** The policy for a report. A member that the schema does not have is left out. */
export function toReportPolicy(policy: Policy, redacted: boolean): ReportPolicy {
  const members = Object.entries(policySchema.shape).map(([member, schema]) => [
    member,
    redacted && !isNameless(schema) ? null : policy[member as keyof Policy],
  ]);
  return Object.fromEntries(members) as ReportPolicy;
}

/** Whether a member holds nothing but numbers and words of this project. */
function isNameless(schema: unknown): boolean {
  if (schema instanceof z.ZodReadonly || schema instanceof z.ZodNullable) return isNameless(schema.unwrap());
  if (schema instanceof z.ZodArray) return isNameless(schema.element);
  return schema instanceof z.ZodNumber || schema instanceof z.ZodEnum;
}
