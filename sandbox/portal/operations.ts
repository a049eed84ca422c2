import { randomUUID } from 'node:crypto';
import type { RoomId } from './types.ts';

/**
 * How an operation ends instead of well: with an error; never; or without an error, but with the room where it was.
 */
export type OperationOutcome =
  | { operation: 'fails'; error?: string }
  | { operation: 'never ends' | 'room stays' };

/** An archiving or restoring that the portal works on. */
export interface Operation {
  readonly id: string;
  readonly accountId: string;
  readonly roomId: RoomId;
  readonly target: number;
  isFinished: boolean;
  error: string;
  /** How many rooms it has moved. */
  processed: number;
}

/** The error of an archiving that the account may not do, where that is no 403. */
export const NO_RIGHT: OperationOutcome = {
  operation: 'fails',
  error: "You don't have enough permission to archive the room",
};

/** The operations of all accounts. */
export class Operations {
  readonly #durationMs: number;
  #running: Operation[] = [];

  /** @param durationMs how long an operation takes; 0: it is done when its request is answered */
  constructor(durationMs: number) {
    this.#durationMs = durationMs;
  }

  /**
   * Starts an operation.
   *
   * @param work moves the room; false if it was there before
   */
  start(
    about: Pick<Operation, 'accountId' | 'roomId' | 'target'>,
    work: () => boolean,
    outcome: OperationOutcome | undefined,
  ): Operation {
    const operation = { id: randomUUID(), ...about, isFinished: false, error: '', processed: 0 };
    this.#running.push(operation);
    const finish = (): void => {
      if (outcome?.operation === 'never ends') return;
      operation.isFinished = true;
      if (outcome?.operation === 'fails') operation.error = outcome.error ?? 'The operation failed';
      else if (outcome?.operation === 'room stays') operation.processed = 1;
      else operation.processed = work() ? 1 : 0;
    };
    if (this.#durationMs === 0) finish();
    else setTimeout(finish, this.#durationMs).unref();
    return operation;
  }

  /** The operation of an account that began first of those that are not forgotten. */
  first(accountId: string): Operation | undefined {
    return this.#running.find((operation) => operation.accountId === accountId);
  }

  /** The operations of an account, or the one with this id. A finished one is listed once, and then forgotten. */
  list(accountId: string, id: string | null): Operation[] {
    const isAsked = (one: Operation): boolean =>
      one.accountId === accountId && (id === null || one.id === id);
    const listed = this.#running.filter(isAsked);
    this.#running = this.#running.filter((one) => !(listed.includes(one) && one.isFinished));
    return listed;
  }
}
