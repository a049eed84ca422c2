import { type ClientOptions, createPortal, type PortalClient } from '../../src/docspace/client.ts';
import { NOW } from './factories.ts';

/** Options of a client. Undefined: as in a run. */
type Options = { readonly [Name in keyof ClientOptions]?: ClientOptions[Name] | undefined };

/** A client of a portal, such as a sandbox. It waits for nothing between two attempts; a test overrides options. */
export function connect(
  { url, apiKey = 'sk-secret-1234567890' }: { readonly url: string; readonly apiKey?: string },
  options: Options = {},
): PortalClient {
  const defaults: ClientOptions = {
    url: new URL(url),
    apiKey,
    concurrency: 4,
    timeoutMs: 60_000,
    now: () => NOW,
    signal: new AbortController().signal,
    env: process.env,
    onRetry: () => undefined,
    sleep: async () => undefined,
    random: () => 0,
  };
  return createPortal({ ...defaults, ...options } as ClientOptions);
}
