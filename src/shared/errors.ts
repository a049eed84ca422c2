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

/** The portal did not answer as it should, and nothing can be said about its rooms. */
export class PortalError extends ActionError {
  override name = 'PortalError';
  /** The status of the last answer; null where none came, or where it was a good one that holds nonsense. */
  readonly status: number | null;
  /** Whether it speaks of the one room that was asked about: the portal itself may be well. */
  readonly isAboutRoom: boolean;

  constructor(
    message: string,
    options: ErrorOptions & { readonly status?: number; readonly isAboutRoom?: boolean } = {},
  ) {
    super(message, options);
    this.status = options.status ?? null;
    this.isAboutRoom = options.isAboutRoom ?? false;
  }
}

/** The portal answered, but not with what it should. */
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
