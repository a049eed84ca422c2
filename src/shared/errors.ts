/**
 * An error that is meant for the person who reads the log: one line that says what happened, where, and what to
 * do next. It never carries text from the portal, so it can be shown whatever `redact` says.
 */
export class ActionError extends Error {
  override name = 'ActionError';
}

/** Inputs that cannot be used; one line for each of them. */
export class InputError extends ActionError {
  override name = 'InputError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    const count = faults.length === 1 ? 'One input' : `${faults.length} inputs`;
    super(`${count} cannot be used:\n${faults.map((fault) => `- ${fault}`).join('\n')}`);
    this.faults = faults;
  }
}

/** A request to the portal failed. */
export class PortalError extends ActionError {
  override name = 'PortalError';
  /** The status of the last answer; null if none came, or if it was a good one with the wrong content. */
  readonly status: number | null;
  /** Who gave the last answer: the portal, or something in front of it. Null if none came, or if it does not tell. */
  readonly answeredBy: 'portal' | 'outside' | null;
  /**
   * Of a 403, who lacks the right: `scope` if the key lacks a scope or its account a role (or, seldom, if the key was
   * disabled meanwhile), `account` if the account may not read this room. Null for all else, also for a fault that the
   * portal reports as a 403.
   */
  readonly forbidden: 'scope' | 'account' | null;
  /** Whether it concerns the one room that was asked about: the portal itself may be well. */
  readonly isRoomSpecific: boolean;

  constructor(message: string, options: ErrorOptions & Partial<PortalFailureFacts> = {}) {
    super(message, options);
    this.status = options.status ?? null;
    this.answeredBy = options.answeredBy ?? null;
    this.forbidden = options.forbidden ?? null;
    this.isRoomSpecific = options.isRoomSpecific ?? false;
  }
}

/** What is known of a failed request to the portal, besides its words. */
export type PortalFailureFacts = Pick<PortalError, 'status' | 'answeredBy' | 'forbidden' | 'isRoomSpecific'>;

/** The portal answered with something else than a DocSpace portal sends. */
export class MalformedAnswerError extends PortalError {
  override name = 'MalformedAnswerError';
}

/** More abandoned rooms than allowed: everything has been written, and the step fails. */
export class LimitError extends ActionError {
  override name = 'LimitError';
}

/** The messages of an error and its causes, outermost first, for the debug log. */
export function causes(error: unknown): string[] {
  const messages: string[] = [];
  let current: unknown = error;
  while (current instanceof Error && messages.length < 10) {
    messages.push(`${current.name}: ${current.message}`);
    current = current.cause;
  }
  return messages;
}
