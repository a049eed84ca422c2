import { z } from 'zod';
import type { Octokit } from './connect.ts';
import { explainGitHub, GitHubError } from './failure.ts';
import { type Pause, retryRead } from './retry.ts';

/** One repository's requests: errors explained, reads retried, writes kept apart as GitHub wants. */
export interface Requests {
  readonly pause: Pause;
  /** @param what completes "GitHub could not …" in an error */
  read<T>(what: string, request: () => Promise<T>): Promise<T>;
  /** Whether something exists: false for a 404. */
  exists(what: string, request: () => Promise<unknown>): Promise<boolean>;
  /** All items of a list, page after page. */
  list<T>(what: string, item: z.ZodType<T>, path: string, query: object): AsyncIterable<T>;
  /** Sends one write, once. */
  write<T>(what: string, request: () => Promise<T>): Promise<T>;
  /** Resolves when a write is not held back any more. */
  untilWritable(): Promise<void>;
}

/** For the member `request` of every call: retries are in `retry.ts` alone. */
export const NO_RETRIES = { retries: 0 };

/** As in `@octokit/plugin-throttling` (GitHub Docs, "Best practices for using the REST API"). */
const BETWEEN_WRITES_MS = 1000;

/** @param repository `owner/name` */
export function requestsTo(octokit: Octokit, repository: string): Requests {
  const [owner = '', repo = ''] = repository.split('/');
  let lastWriteMs = Number.NEGATIVE_INFINITY;
  const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  const attempt = async <T>(what: string, request: () => Promise<T>): Promise<T> => {
    try {
      return await request();
    } catch (error) {
      throw explainGitHub(error, what, repository);
    }
  };
  const read = <T>(what: string, request: () => Promise<T>) => retryRead(pause, () => attempt(what, request));
  return {
    pause,
    read,
    async exists(what, request) {
      try {
        await read(what, request);
        return true;
      } catch (error) {
        if (error instanceof GitHubError && error.status === 404) return false;
        throw error;
      }
    },
    async *list(what, item, path, query) {
      // By the links to the next page: page numbers are refused for long lists.
      let next: string | null = path;
      let parameters: Record<string, unknown> = { owner, repo, per_page: 100, ...query };
      while (next !== null) {
        const url: string = next;
        const page = await read(what, async () => {
          const { data, headers } = await octokit.request(`GET ${url}`, {
            ...parameters,
            request: NO_RETRIES,
          });
          return { items: z.array(item).parse(data), link: headers.link };
        });
        yield* page.items;
        next = /<([^>]+)>;\s*rel="next"/.exec(page.link ?? '')?.[1] ?? null;
        parameters = {};
      }
    },
    async write(what, request) {
      try {
        return await attempt(what, request);
      } finally {
        lastWriteMs = performance.now();
      }
    },
    untilWritable: () => pause(Math.max(0, lastWriteMs + BETWEEN_WRITES_MS - performance.now())),
  };
}
