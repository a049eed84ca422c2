import { refuse } from './answers.ts';
import type { Answer, ApiKey } from './types.ts';

/** The key that an `Authorization: Bearer` header names, whatever its state. */
export function keyOf(keys: ReadonlyMap<string, ApiKey>, header: string | undefined): ApiKey | undefined {
  const token = /^Bearer +(\S+) *$/i.exec(header ?? '')?.[1];
  return token === undefined ? undefined : keys.get(token);
}

/** The refusal of a key that is unknown, disabled or expired; undefined for a good one. */
export function refuseKey(key: ApiKey | undefined): Answer | undefined {
  return key === undefined || key.disabled || key.expired ? refuse(401) : undefined;
}

/** The refusal of a key with none of these scopes; undefined if it may. */
export function refuseScope(key: ApiKey, scopes: readonly string[]): Answer | undefined {
  const all = key.scopes.length === 0 || key.scopes.includes('*');
  return all || scopes.some((scope) => key.scopes.includes(scope)) ? undefined : refuse(403);
}
