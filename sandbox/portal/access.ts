import { empty, problem } from './answers.ts';
import type { Answer, ApiKey } from './types.ts';

/** A scope that a call needs. */
export type Scope = `${'rooms' | 'files' | 'accounts' | 'accounts.self'}:${'read' | 'write'}`;

/** The scopes that `GET keys/permissions` lists. */
export const ALL_SCOPES: readonly string[] = [
  ...['*', '*:read', '*:write'],
  ...['accounts', 'accounts.self', 'files', 'rooms'].flatMap((area) => [`${area}:read`, `${area}:write`]),
];

/** The key that an `Authorization: Bearer` header names, whatever its state. */
export function keyOf(keys: ReadonlyMap<string, ApiKey>, header: string | undefined): ApiKey | undefined {
  const token = /^Bearer +(\S+) *$/i.exec(header ?? '')?.[1];
  return token === undefined ? undefined : keys.get(token);
}

/** The refusal of a key that is missing, unknown, disabled or expired; undefined for a good one. */
export function refuseKey(key: ApiKey | undefined): Answer | undefined {
  return key === undefined || key.disabled || key.expired ? empty(401) : undefined;
}

/** Whether a key's scopes cover the one that a call needs. `rooms:write` alone may list rooms, too. */
function covers({ scopes }: ApiKey, needed: Scope): boolean {
  if (scopes.length === 0 || scopes.includes('*') || scopes.includes(needed)) return true;
  if (scopes.includes(`*:${needed.split(':')[1]}`)) return true;
  return needed === 'rooms:read' && (scopes.includes('rooms:write') || scopes.includes('*:write'));
}

/**
 * The refusal of a key without the scope; undefined if it has it.
 *
 * @param body what the portal sends: nothing, or problem+json
 */
export function refuseScope(key: ApiKey, needed: Scope, body: 'empty' | 'problem'): Answer | undefined {
  if (covers(key, needed)) return undefined;
  return body === 'empty' ? empty(403) : problem(403);
}
