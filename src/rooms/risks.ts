import type { Room } from './room.ts';

/** The disabled accounts of a portal, as far as they are known. */
export interface DisabledAccounts {
  readonly ids: ReadonlySet<string>;
  /** Whether these are all of them. */
  readonly isComplete: boolean;
}

/** Nobody is known to be disabled. */
export const NONE_KNOWN: DisabledAccounts = { ids: new Set(), isComplete: false };

/** Why an abandoned room should not lie around. */
interface RiskRule {
  /** Whether a room carries it. What is not known is no risk. */
  readonly isCarried: (room: Pick<Room, 'isOpenToPublic' | 'owner'>, disabled: DisabledAccounts) => boolean;
  /** A sentence about some of the abandoned rooms; about "it" if there is only one abandoned room. */
  readonly describe: (count: number, abandoned: number) => string;
}

const RISK_RULES = {
  /** Outsiders can open it by a live link. */
  'public link': {
    isCarried: ({ isOpenToPublic }) => isOpenToPublic === true,
    describe: (count, abandoned) =>
      `${abandoned === 1 ? 'It' : `${count} of them`} can be opened by a public link.`,
  },
  /** The account of its owner is disabled or deleted. */
  'owner gone': {
    isCarried: ({ owner }, { ids }) =>
      owner?.isDeleted === true || (typeof owner?.id === 'string' && ids.has(owner.id)),
    describe(count, abandoned) {
      if (abandoned === 1) return 'The account of its owner is disabled or deleted.';
      const belong = count === 1 ? 'belongs to an account that is' : 'belong to accounts that are';
      return `${count} of them ${belong} disabled or deleted.`;
    },
  },
} satisfies Readonly<Record<string, RiskRule>>;

/** The word for a risk in the report file. */
export type Risk = keyof typeof RISK_RULES;
export const RISKS = Object.keys(RISK_RULES) as readonly Risk[];

/** The risks of a room. */
export function risksOf(...[room, disabled]: Parameters<RiskRule['isCarried']>): readonly Risk[] {
  return RISKS.filter((risk) => RISK_RULES[risk].isCarried(room, disabled));
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
