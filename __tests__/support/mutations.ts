import fc from './fast-check.ts';

/** JSON that is nearly right. */

/** What stands in for a member: of any type, and what is close to right. */
const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(null, 0, 1, 4, 5, 6, 99, 101, -1, 1.5, 2 ** 53, 1e300, [], {}, true, false),
  fc.constantFrom<unknown>('', '5', 'yesterday', 'archived', '__proto__'),
  fc.constantFrom<unknown>('0001-01-01T00:00:00.0000000Z', '2026-13-45T99:99:99Z'),
);

/** What a member becomes. */
const INSTEAD = {
  remove: () => null,
  replace: (_, by) => by,
  'wrap in a list': (member) => [member],
  'wrap in an object': (member) => ({ inner: member }),
  double: (member) => [member, member],
  'as text': (member) => String(member),
} satisfies Record<string, (member: unknown, by: unknown) => unknown>;

interface Mutation {
  readonly at: readonly number[];
  readonly how: keyof typeof INSTEAD;
  readonly by: unknown;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.array(fc.nat(30), { minLength: 1, maxLength: 4 }),
  how: fc.constantFrom(...(Object.keys(INSTEAD) as (keyof typeof INSTEAD)[])),
  by: anything,
});

/** A copy with something in it made otherwise. */
function mutated(value: unknown, { at, how, by }: Mutation): unknown {
  const [step = 0, ...rest] = at;
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) return by;
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...value] : { ...value };
  const keys = Object.keys(copy);
  const key = keys[step % keys.length] ?? '';
  const member: unknown = Reflect.get(copy, key);
  const isInside = rest.length > 0 && typeof member === 'object' && member !== null;
  if (!isInside && how === 'remove' && Array.isArray(copy)) copy.splice(Number(key), 1);
  else if (!isInside && how === 'remove') Reflect.deleteProperty(copy, key);
  else Reflect.set(copy, key, isInside ? mutated(member, { at: rest, how, by }) : INSTEAD[how](member, by));
  return copy;
}

/** One of the values, changed at one to three places. */
export const mutationsOf = (...good: unknown[]) =>
  fc
    .tuple(fc.constantFrom(...good), fc.array(mutation, { minLength: 1, maxLength: 3 }))
    .map(([one, changes]) => changes.reduce(mutated, one));
