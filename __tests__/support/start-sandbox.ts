import { onTestFinished } from 'vitest';
import { type PortalOptions, type Portal as Sandbox, startPortal } from '../../sandbox/portal/index.ts';
import { NOW } from './scan-sandbox.ts';

/** A sandbox portal whose clock stands at NOW, and which stops with the test. */
export async function sandboxWith(options: PortalOptions = {}): Promise<Sandbox> {
  const sandbox = await startPortal({ now: () => NOW, ...options });
  onTestFinished(() => sandbox.close());
  return sandbox;
}
