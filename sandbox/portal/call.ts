import type { Account, People } from './accounts.ts';
import { invalid, type Link, outOfRange } from './answers.ts';
import type { HistorySettings } from './history.ts';
import type { OperationOutcome, Operations } from './operations.ts';
import type { View } from './people-json.ts';
import type { StoredOrder } from './room-query.ts';
import type { RoomStore } from './store.ts';
import type { Answer, ApiKey } from './types.ts';
import type { VersionFacts } from './versions.ts';

/** The shape in which the listing is written. All but `envelope` stand for other versions. */
export type Shape = 'envelope' | 'bareArray' | 'responseArray' | 'rooms' | 'items';

/** The data that calls read and change. */
export interface PortalData {
  readonly rooms: RoomStore;
  readonly people: People;
  readonly operations: Operations;
  readonly now: () => Date;
  readonly owner: Account;
  readonly offsetMinutes: number;
  readonly shape: Shape;
  readonly facts: VersionFacts;
  /** Null: an old portal, which has no history. */
  readonly history: HistorySettings | null;
  /** By account id: the order in which the account sees its rooms. */
  readonly storedOrders: Map<string, StoredOrder>;
}

/** One call: who asks for what. `id` is the decoded `{id}` of the path. */
export interface Call {
  readonly key: ApiKey;
  readonly query: URLSearchParams;
  readonly id: string;
  readonly link: Link;
  readonly view: View;
  /** How an operation that the call starts ends, if a fault decides it. */
  readonly outcome: OperationOutcome | undefined;
}

export type Handler = (data: PortalData, call: Call) => Answer;

const LIMIT: VersionFacts['listCount'] = { max: 100, isClipped: false };

/** A page of a list. */
export interface Paging {
  count: number;
  startIndex: number;
}

function parsePaging(query: URLSearchParams): Record<keyof Paging, number> {
  const whole = (name: string, fallback: number): number => {
    const value = query.get(name);
    if (value === null) return fallback;
    return /^-?\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
  };
  return { count: whole('count', LIMIT.max), startIndex: whole('startIndex', 0) };
}

/** The page that a query asks for, or the portal's refusal. */
export function readPaging({ query, link }: Pick<Call, 'query' | 'link'>, limit = LIMIT): Paging | Answer {
  const { count, startIndex } = parsePaging(query);
  const notValid = (name: string, member: string) =>
    invalid(link, name, `The value '${query.get(name)}' is not valid for ${member}.`);
  if (Number.isNaN(count)) return notValid('count', 'Count');
  if (Number.isNaN(startIndex)) return notValid('startIndex', 'StartIndex');
  if (count < 1 || (count > limit.max && !limit.isClipped)) {
    return invalid(link, 'count', `The field Count must be between 1 and ${limit.max}.`);
  }
  if (startIndex < 0) return outOfRange(String(startIndex));
  return { count: Math.min(count, limit.max), startIndex };
}

/** Whether a reader of a query refused it. */
export function isRefusal(value: object): value is Answer {
  return 'status' in value;
}

export const onPage = <T>(list: readonly T[], page: Paging): T[] =>
  list.slice(page.startIndex, page.startIndex + page.count);

/** The 1-based page that a listing's query asks for. Pages may begin a little early, so that they overlap. */
export function pageOf(query: URLSearchParams): number {
  const { count, startIndex } = parsePaging(query);
  return count > 0 && startIndex >= 0 ? Math.ceil(startIndex / count) + 1 : 1;
}
