import type { z } from 'zod';
import { MalformedAnswerError } from '../shared/errors.ts';

/** Validating what a portal sends; every complaint names the answer and the member, never a value. */

/** Whether a value is an object that is no list. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A member of which a text is expected; null if it is none. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/**
 * Validates a part of an answer.
 *
 * @param path of the part within the answer, such as `response.folders`
 * @param what names the answer, such as `page 3 of the rooms`
 * @throws MalformedAnswerError that names the member that is not as it should be
 */
export function parse<T>(schema: z.ZodType<T>, value: unknown, path: string, what: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  // Of a union, the issue of the union itself: its branches speak of types that were only tried.
  const issue = result.error.issues[0];
  const at = issue?.path ?? [];
  const member = at.reduce<string>(
    (name, key) =>
      typeof key === 'number' ? `${name}[${key}]` : name === '' ? String(key) : `${name}.${String(key)}`,
    path,
  );
  const found = at.reduce<unknown>(
    (holder, key) => (typeof holder === 'object' && holder !== null ? Reflect.get(holder, key) : undefined),
    value,
  );
  throw malformed(what, member || 'the answer', expectation(issue), found);
}

function expectation(issue: z.core.$ZodIssue | undefined): string {
  switch (issue?.code) {
    case 'invalid_type':
      return `of the type ${issue.expected}`;
    case 'invalid_union':
      return 'a whole number or a text';
    default:
      return 'within its range';
  }
}

/** The complaint about one member. */
export function malformed(
  what: string,
  member: string,
  expected: string,
  found: unknown,
): MalformedAnswerError {
  const type = found === null ? 'null' : Array.isArray(found) ? 'a list' : typeof found;
  const is = found === undefined ? 'missing' : `of the type ${type}`;
  return new MalformedAnswerError(
    `The answer for ${what} is not what a DocSpace portal sends: ${member} should be ${expected}, but is ${is}. Check docspace-url; if it is right, please report this with the portal's version.`,
  );
}
