import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest';

/**
 * For tests that use the client within their own process. GITHUB_API_URL is read once, when @actions/github is loaded,
 * and each test has a GitHub of its own: the address in front stays, and what happens to a connection behind it happens
 * to the one in front. The pauses of Octokit take no time.
 *
 * @param current address of the test's own GitHub
 */
export function useGitHubFront(current: () => string): void {
  const front = createServer((socket) => {
    const behind = createConnection(Number(new URL(current()).port), '127.0.0.1');
    socket.pipe(behind).pipe(socket);
    socket.on('error', () => behind.destroy());
    behind.on('error', () => socket.destroy());
    behind.on('close', () => socket.destroy());
  });
  const realTimeout = globalThis.setTimeout;

  beforeAll(async () => {
    await once(front.listen(0, '127.0.0.1'), 'listening');
    vi.stubEnv('GITHUB_API_URL', `http://127.0.0.1:${(front.address() as AddressInfo).port}`);
  });
  beforeEach(() => {
    const quick = (work: () => void, ms?: number, ...rest: []) =>
      realTimeout(work, (ms ?? 0) > 100 ? 1 : ms, ...rest);
    vi.stubGlobal('setTimeout', Object.assign(quick, realTimeout));
  });
  afterEach(() => {
    vi.unstubAllGlobals();
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    front.close();
  });
}
