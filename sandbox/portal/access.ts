import { empty, problem } from './answers.ts';
import type { Answer, ApiKey } from './types.ts';
import type { VersionFacts } from './versions.ts';

/** A scope that a call needs. */
export type Scope = `${'rooms' | 'files' | 'accounts' | 'accounts.self'}:${'read' | 'write'}`;

/** How a call checks keys. */
export interface KeyCheck {
  /** The scopes of the call; none: any key will do. The first one is enough, except in versions that need all. */
  readonly scopes: readonly Scope[];
  /** Whether outsiders may send the call too. */
  readonly isOpen: boolean;
}

/** The key that an `Authorization: Bearer` header names, whatever its state. */
export function keyOf(keys: ReadonlyMap<string, ApiKey>, header: string | undefined): ApiKey | undefined {
  const token = /^Bearer +(\S+) *$/i.exec(header ?? '')?.[1];
  return token === undefined ? undefined : keys.get(token);
}

/** Whether a key's scopes cover the ones that a call needs. `rooms:write` alone may list rooms, too. */
function covers({ scopes }: ApiKey, [needed, ...others]: readonly Scope[], facts: VersionFacts): boolean {
  if (needed === undefined || scopes.length === 0 || scopes.includes('*')) return true;
  if (facts.needsAllScopes) return [needed, ...others].every((scope) => scopes.includes(scope));
  if (scopes.includes(needed) || scopes.includes(`*:${needed.split(':')[1]}`)) return true;
  return needed === 'rooms:read' && (scopes.includes('rooms:write') || scopes.includes('*:write'));
}

/**
 * The refusal of a key that is missing, unknown, dead or without the scope of the call. Undefined for a good key, and
 * for any key where a call is answered to outsiders without a look at it.
 *
 * @param isAlive whether the key is enabled, has not expired, and is of an active account
 */
export function refuseKey(
  key: ApiKey | undefined,
  isAlive: boolean,
  { scopes, isOpen }: KeyCheck,
  facts: VersionFacts,
): Answer | undefined {
  if (isOpen && !facts.checksKeyOfOpenCalls) return undefined;
  if (key === undefined || !isAlive) return isOpen ? problem(403) : empty(401);
  if (covers(key, scopes, facts)) return undefined;
  return isOpen ? problem(403) : empty(403);
}
