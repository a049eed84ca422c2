import { type FieldError, invalidRequest, refusal, validationFailed } from './errors.ts';
import { characters, MAX_BODY, MAX_LABEL_NAME, MAX_TITLE } from './limits.ts';
import type { Repository } from './repository.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** Docs: "Troubleshooting the REST API", "Body should be a JSON object". */
export function asFields(body: unknown): Fields {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw refusal(400, 'Body should be a JSON object');
  }
  return body as Fields;
}

const say = (value: unknown): string => JSON.stringify(value) ?? 'nothing';

/** A text or null; undefined if it was not sent. @throws Refusal 422 for any other type */
export function text(fields: Fields, name: string): string | null | undefined {
  const value = fields[name];
  if (value === undefined || value === null || typeof value === 'string') return value;
  throw invalidRequest(`For 'properties/${name}', ${say(value)} is not a string.`);
}

/** A list of names: texts, or objects that carry the text under `key`, as labels may be. */
export function names(fields: Fields, name: string, key: string): string[] | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) throw invalidRequest(`For 'properties/${name}', ${say(value)} is not an array.`);
  return value.map((entry: unknown, index) => {
    if (typeof entry === 'string') return entry;
    const inner = typeof entry === 'object' && entry !== null ? (entry as Fields)[key] : undefined;
    if (typeof inner === 'string') return inner;
    throw invalidRequest(`For 'items/${index}', ${say(entry)} is not a string.`);
  });
}

/** A title may come as a number (docs: "Create an issue"). */
export function title(fields: Fields): string | null | undefined {
  const value = fields['title'];
  return typeof value === 'number' ? String(value) : text(fields, 'title');
}

export function titleErrors(value: string): FieldError[] {
  if (value.trim() === '') return [{ resource: 'Issue', code: 'missing_field', field: 'title' }];
  if (characters(value) <= MAX_TITLE) return [];
  return [tooLong('title', MAX_TITLE)];
}

export const isTooLong = (body: string | null | undefined): boolean =>
  typeof body === 'string' && characters(body) > MAX_BODY;

/** On creation GitHub says it twice (peter-evans/create-issue-from-file issue 1705). */
export function bodyErrors(body: string | null | undefined): FieldError[] {
  if (!isTooLong(body)) return [];
  const first: FieldError = { resource: 'Issue', code: 'custom', field: 'body', message: 'body is too long' };
  return [first, tooLong('body', MAX_BODY)];
}

const tooLong = (field: string, max: number): FieldError => ({
  resource: 'Issue',
  code: 'custom',
  field,
  message: `${field} is too long (maximum is ${max} characters)`,
});

/**
 * On an issue, a label name too long is `invalid` and names the value; only "Create a label" tells the limit
 * (github/docs issue 32156).
 */
export function labelErrors(labels: readonly string[] = []): FieldError[] {
  return labels
    .filter((name) => name.trim() === '' || characters(name) > MAX_LABEL_NAME)
    .map((value) => ({ value, resource: 'Label', field: 'name', code: 'invalid' }));
}

/** One who may not be assigned fails the whole request (upptime/upptime issue 125 has the answer). */
export function assigneeErrors(repository: Repository, logins: readonly string[] = []): FieldError[] {
  return logins
    .filter((login) => !repository.mayBeAssigned(login))
    .map((value) => ({ value, resource: 'Issue', field: 'assignees', code: 'invalid' }));
}

/** @throws Refusal 422 with all errors, if there are any */
export function reject(errors: readonly FieldError[]): void {
  if (errors.length > 0) throw validationFailed(...errors);
}
