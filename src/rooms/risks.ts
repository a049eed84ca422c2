import type { Room } from './room.ts';

export const RISKS = ['public link', 'owner gone'] as const;
/**
 * Why an abandoned room should not lie around:
 * - `public link`: outsiders can open it by a live link
 * - `owner gone`: the account of its owner is disabled or deleted
 */
export type Risk = (typeof RISKS)[number];

/** The disabled accounts of a portal, as far as they are known. */
export interface DisabledAccounts {
  readonly ids: ReadonlySet<string>;
  /** Whether these are all of them. */
  readonly isComplete: boolean;
}

/** Nobody is known to be disabled. */
export const NONE_KNOWN: DisabledAccounts = { ids: new Set(), isComplete: false };

/** The risks of a room. What is not known is no risk. */
export function risksOf(
  { isOpenToPublic, owner }: Pick<Room, 'isOpenToPublic' | 'owner'>,
  disabled: DisabledAccounts,
): readonly Risk[] {
  const isDisabled = typeof owner?.id === 'string' && disabled.ids.has(owner.id);
  const isOwnerGone = owner?.isDeleted === true || isDisabled;
  return RISKS.filter((risk) => (risk === 'public link' ? isOpenToPublic === true : isOwnerGone));
}

/** Whether a list of disabled accounts could tell that the owner is gone. A deleted owner has a name of its own. */
export function mayOwnerBeDisabled({ owner }: Pick<Room, 'owner'>): boolean {
  return owner !== null && owner.id !== null && owner.isDeleted !== true;
}
