import { z } from 'zod';
import { type Policy, policySchema } from '../rooms/policy.ts';
import {
  choice,
  type InputCheck,
  isNone,
  listOf,
  optionalNumber,
  quote,
  wholeNumber,
  wordsOf,
} from './input-types.ts';
import { INPUTS } from './inputs.generated.ts';

/** The inputs that set the rules of the policy. Their checks are made from its schema. */

/** The member of the policy that an input sets: `inactive-days` is `inactiveDays`. */
type MemberOf<Name extends string> = Name extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<MemberOf<Tail>>}`
  : Name;
type InputName = keyof typeof INPUTS;
export type PolicyInput = {
  [Name in InputName]: MemberOf<Name> extends keyof Policy ? Name : never;
}[InputName];
/** Null: a number that was left empty and has no default. */
export type PolicyValues = {
  readonly [Name in PolicyInput]: MemberOf<Name> extends keyof Policy ? Policy[MemberOf<Name>] | null : never;
};

const MEMBERS = Object.keys(policySchema.shape) as readonly (keyof Policy)[];

function inputOf(member: keyof Policy): PolicyInput {
  return member.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`) as PolicyInput;
}

/** The checks of these inputs. */
export const POLICY_CHECKS = Object.fromEntries(
  MEMBERS.map((member) => {
    const input = inputOf(member);
    return [input, checkFor(policySchema.shape[member], INPUTS[input].default)];
  }),
) as { readonly [Name in PolicyInput]: InputCheck<PolicyValues[Name]> };

/** @param preset the default: without one, a number may be left empty; with one, the word `none` turns a list off */
function checkFor(schema: z.ZodType, preset: string): InputCheck<unknown> {
  const inner = schema instanceof z.ZodReadonly || schema instanceof z.ZodNullable ? schema.unwrap() : schema;
  if (inner instanceof z.ZodEnum) return choice(inner.options as string[]);
  if (inner instanceof z.ZodNumber) {
    const [min, max] = [inner.minValue ?? 0, inner.maxValue ?? Number.MAX_SAFE_INTEGER];
    return preset === '' ? optionalNumber(min, max) : wholeNumber(min, max);
  }
  if (!(inner instanceof z.ZodArray)) throw new Error('an input takes a word, a number or a list');
  const { element } = inner;
  if (element instanceof z.ZodEnum) return wordsOf(element.options as string[]);
  return listOf((entries, refuse) => {
    if (preset !== '' && entries.length === 1 && isNone(entries[0])) return [];
    for (const entry of entries) {
      const { error } = z.safeParse(element, entry);
      if (error !== undefined) return refuse(`got ${quote(entry)}`, error.issues[0]?.message ?? 'a text');
    }
    return entries;
  });
}

/** The most days ahead for which rooms are listed as upcoming, unless `upcoming-days` says otherwise. */
const MAX_DEFAULT_UPCOMING_DAYS = 14;

/** The policy that the inputs set. The default of `upcoming-days` is a tenth of `inactive-days`, rounded up. */
export function policyOf(values: PolicyValues): Policy {
  const inactiveDays = values['inactive-days'] ?? 0;
  return policySchema.parse({
    ...Object.fromEntries(MEMBERS.map((member) => [member, values[inputOf(member)]])),
    upcomingDays:
      values['upcoming-days'] ?? Math.min(Math.ceil(inactiveDays / 10), MAX_DEFAULT_UPCOMING_DAYS),
  });
}
