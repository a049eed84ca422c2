import type { Room } from './room.ts';

/** The disabled accounts of a portal, as far as they are known. */
export interface DisabledAccounts {
  readonly ids: ReadonlySet<string>;
  /** Whether these are all of them. */
  readonly isComplete: boolean;
}

/** Nobody is known to be disabled. */
export const NONE_KNOWN: DisabledAccounts = { ids: new Set(), isComplete: false };

type RiskyRoom = Pick<Room, 'isOpenToPublic' | 'owner' | 'type'>;

/** Why an abandoned room should not lie around. */
interface RiskRule {
  /** What people read. */
  readonly label: string;
  /** Whether a room carries it. What is not known is no risk. */
  readonly isCarried: (room: RiskyRoom, disabled: DisabledAccounts) => boolean;
  /** A sentence about some of the abandoned rooms; about "it" if there is only one abandoned room. */
  readonly describe: (count: number, abandoned: number) => string;
  /**
   * Whether the portal does not tell it of any of the abandoned rooms.
   *
   * @param disabled null: no room has an owner to ask about
   */
  readonly isUntold: (abandoned: readonly RiskyRoom[], disabled: DisabledAccounts | null) => boolean;
  /** What is not known then, and why: two halves of a sentence. */
  readonly untold: readonly [what: string, why: string];
}

/** Each risk, by the word for it in the report file. */
export const RISK_RULES = {
  // The portal sends this for links that have expired too. A form-filling room has one since it was made, for the
  // people who fill in its forms, so it says nothing there.
  'public link': {
    label: 'link for outsiders',
    isCarried: ({ isOpenToPublic, type }) => isOpenToPublic === true && type !== 'form-filling',
    describe(count, abandoned) {
      const have = abandoned === 1 ? 'It has' : `${count} of them ${count === 1 ? 'has' : 'have'}`;
      return `${have} a link for outsiders, which may have expired.`;
    },
    isUntold: (abandoned) =>
      abandoned.length > 0 && abandoned.every(({ isOpenToPublic }) => isOpenToPublic === null),
    untold: ['Whether these rooms have links for outsiders is not known', 'this portal does not tell'],
  },
  /** The account of its owner is disabled or deleted. */
  'owner gone': {
    label: 'owner gone',
    isCarried: ({ owner }, { ids }) =>
      owner?.isDeleted === true || (typeof owner?.id === 'string' && ids.has(owner.id)),
    describe(count, abandoned) {
      if (abandoned === 1) return 'The account of its owner is disabled or deleted.';
      const belong = count === 1 ? 'belongs to an account that is' : 'belong to accounts that are';
      return `${count} of them ${belong} disabled or deleted.`;
    },
    isUntold: (_, disabled) => disabled?.isComplete === false,
    untold: [
      'Whether the owners of these rooms are disabled is not known',
      'the API key lacks the scope accounts:read, or the portal did not answer',
    ],
  },
} satisfies Readonly<Record<string, RiskRule>>;

/** The word for a risk in the report file. */
export type Risk = keyof typeof RISK_RULES;
export const RISKS = Object.keys(RISK_RULES) as readonly Risk[];

/** The risks of a room. */
export function risksOf(room: RiskyRoom, disabled: DisabledAccounts): readonly Risk[] {
  return RISKS.filter((risk) => RISK_RULES[risk].isCarried(room, disabled));
}

/** The risks that the portal does not tell of any abandoned room. */
export function untoldRisks(
  abandoned: readonly RiskyRoom[],
  disabled: DisabledAccounts | null,
): readonly Risk[] {
  return RISKS.filter((risk) => RISK_RULES[risk].isUntold(abandoned, disabled));
}

/** How many abandoned rooms carry a risk, in sentences; empty if none does. */
export function describeRisks(abandoned: readonly { readonly risks: readonly Risk[] }[]): string {
  const sentences = RISKS.map((risk) => {
    const count = abandoned.filter(({ risks }) => risks.includes(risk)).length;
    return count === 0 ? '' : RISK_RULES[risk].describe(count, abandoned.length);
  });
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

/** Whether a list of disabled accounts could tell that the owner is gone. A deleted owner has a name of its own. */
export function mayOwnerBeDisabled({ owner }: Pick<Room, 'owner'>): boolean {
  return owner !== null && owner.id !== null && owner.isDeleted !== true;
}
