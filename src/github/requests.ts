import { z } from 'zod';
import { ActionError } from '../shared/errors.ts';
import type { Octokit } from './connect.ts';
import { explainGitHub, GitHubError } from './failure.ts';

/** How requests to GitHub are sent, and when again. Which failures may pass is in `failure.ts`. */

/** How often a request is sent. */
const ATTEMPTS = 4;
/** The longest wait before another attempt. GitHub can ask to wait for an hour: it is better to run the workflow later. */
const LONGEST_PAUSE_MS = 5 * 60_000;
const FIRST_PAUSE_MS = 1000;
/** GitHub Docs, "Best practices for using the REST API": at least a second between two requests that write. */
const BETWEEN_WRITES_MS = 1000;
/** GitHub Docs, "Rate limits for the REST API": at least a minute, if the limit names no time. */
const UNNAMED_LIMIT_MS = 60_000;

export type Pause = (ms: number) => Promise<void>;
/** Reads whether a request took effect although no good answer came; null if it did not. */
export type Look<T> = () => Promise<T | null>;

/**
 * Sends a request until it is answered.
 *
 * @param look is called before each further attempt. A result ends the retries, and so does an error of its own.
 * @throws GitHubError after the last attempt, or if another attempt cannot help
 */
export async function retry<T>(pause: Pause, attempt: () => Promise<T>, look?: Look<T>): Promise<T> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await attempt();
    } catch (error) {
      const pauseMs = error instanceof GitHubError ? pauseAfter(error, attempts) : null;
      if (pauseMs === null) throw error;
      await pause(pauseMs);
    }
    const found = await look?.();
    if (found != null) return found;
  }
}

/** @returns null if the request is not sent again */
function pauseAfter({ mayPass, isRateLimit, retryAfterMs }: GitHubError, attempts: number): number | null {
  if (!mayPass || attempts >= ATTEMPTS) return null;
  const ownMs = isRateLimit ? UNNAMED_LIMIT_MS : FIRST_PAUSE_MS * attempts ** 2;
  const pauseMs = retryAfterMs ?? ownMs;
  return pauseMs <= LONGEST_PAUSE_MS ? pauseMs : null;
}

/**
 * One repository's requests: errors explained, failures retried, writes a second apart. `what` completes "GitHub could
 * not …" in an error.
 */
export function requestsTo(octokit: Octokit, repository: string, pause: Pause) {
  let lastWriteMs = Number.NEGATIVE_INFINITY;
  const untilWritable = () => pause(Math.max(0, lastWriteMs + BETWEEN_WRITES_MS - performance.now()));

  const attempt = async <T>(what: string, request: () => Promise<T>): Promise<T> => {
    try {
      return await request();
    } catch (error) {
      throw error instanceof ActionError ? error : explainGitHub(error, what, repository);
    }
  };

  const read = <T>(what: string, request: () => Promise<T>): Promise<T> =>
    retry(pause, () => attempt(what, request));

  return {
    read,
    untilWritable,
    /** Whether something exists: false for a 404. */
    async exists(what: string, request: () => Promise<unknown>): Promise<boolean> {
      try {
        await read(what, request);
        return true;
      } catch (error) {
        if (error instanceof GitHubError && error.status === 404) return false;
        throw error;
      }
    },
    /**
     * All items of a list, page after page.
     *
     * @param path within the repository
     */
    async *list<T>(
      what: string,
      item: z.ZodType<T>,
      path: string,
      query: Readonly<Record<string, string>> = {},
    ): AsyncGenerator<T> {
      let next: object | null = {};
      while (next !== null) {
        // In the address: Octokit would take a parameter such as `baseUrl` for an option of its own.
        const search = new URLSearchParams({ ...query, per_page: '100', ...next });
        const page = await read(what, async () => {
          const { data, headers } = await octokit.request(`GET /repos/${repository}/${path}?${search}`);
          return { items: z.array(item).parse(data), next: nextPage(headers.link ?? '') };
        });
        yield* page.items;
        next = page.next;
      }
    },
    /** @param look as in `retry` */
    write: <T>(what: string, request: () => Promise<T>, look?: Look<T>) =>
      retry(
        pause,
        async () => {
          await untilWritable();
          try {
            return await attempt(what, request);
          } finally {
            lastWriteMs = performance.now();
          }
        },
        look,
      ),
  };
}

/**
 * The query of the link to the next page, since page numbers are refused for long lists; null if there is none. Nothing
 * else of the link is used: the token must not travel to another server.
 */
function nextPage(link: string): object | null {
  const url = /<([^>]+)>;\s*rel="next"/.exec(link)?.[1];
  if (url === undefined) return null;
  const [, query] = z.string().includes('?').parse(url).split(/[?#]/);
  return Object.fromEntries(new URLSearchParams(query));
}
