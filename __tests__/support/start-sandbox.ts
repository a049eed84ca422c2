import { expect, onTestFinished } from 'vitest';
import { type PortalOptions, type Portal as Sandbox, startPortal } from '../../sandbox/portal/index.ts';
import { undocumentedRequests } from './documented-calls.ts';
import { NOW } from './scan-sandbox.ts';

/** A sandbox portal whose clock stands at NOW. It stops with the test, which fails if a request was not documented. */
export async function sandboxWith(options: PortalOptions = {}): Promise<Sandbox> {
  const sandbox = await startPortal({ now: () => NOW, ...options });
  onTestFinished(async () => {
    await sandbox.close();
    expect(undocumentedRequests(sandbox.requests)).toEqual([]);
  });
  return sandbox;
}
