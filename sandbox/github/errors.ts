import type { Reply } from './types.ts';

export interface FieldError {
  readonly resource: string;
  readonly code:
    | 'missing'
    | 'missing_field'
    | 'invalid'
    | 'already_exists'
    | 'unprocessable'
    | 'custom'
    | 'unauthorized';
  readonly field: string;
  readonly message?: string;
  readonly value?: unknown;
}

/** An answer that ends a request early. */
export class Refusal extends Error {
  readonly reply: Reply;
  constructor(reply: Reply) {
    super(`answered ${reply.status}`);
    this.reply = reply;
  }
}

const DOCS = 'https://docs.github.com/rest';

/** The common shape of errors: docs, "Troubleshooting the REST API". `status` is a string there. */
export function refusal(
  status: number,
  message: string,
  extra: { docs?: string; errors?: readonly FieldError[]; headers?: Record<string, string> } = {},
): Refusal {
  const body = {
    message,
    ...(extra.errors ? { errors: extra.errors } : {}),
    documentation_url: extra.docs ?? DOCS,
    status: String(status),
  };
  return new Refusal({ status, body, ...(extra.headers ? { headers: extra.headers } : {}) });
}

export const notFound = (): Refusal => refusal(404, 'Not Found');

export const validationFailed = (...errors: FieldError[]): Refusal =>
  refusal(422, 'Validation Failed', { errors });

/** Parameters of the wrong type or left out are refused before validation, without a list of fields. */
export const invalidRequest = (detail: string): Refusal => refusal(422, `Invalid request.\n\n${detail}`);

/**
 * A token that lacks a permission. The header names what would be needed (docs: "Troubleshooting the REST
 * API", "Resource not accessible").
 */
export function notAccessible(by: 'Bot' | 'User', needs?: string): Refusal {
  const message = `Resource not accessible by ${by === 'Bot' ? 'integration' : 'personal access token'}`;
  return refusal(403, message, needs ? { headers: { 'x-accepted-github-permissions': needs } } : {});
}

/** People who may write can still comment, an app cannot (upptime/uptime-monitor issue 189). */
export const locked = (): Refusal =>
  refusal(403, 'Unable to create comment because issue is locked.', {
    docs: 'https://docs.github.com/articles/locking-conversations/',
  });

/** Docs: "Create an issue": 410 if issues are disabled. */
export const issuesDisabled = (): Refusal => refusal(410, 'Issues has been disabled in this repository.');
