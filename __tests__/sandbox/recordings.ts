import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Version } from '../../sandbox/portal/index.ts';

/** Answers recorded from DocSpace portals, one file for each request. */

const DIRECTORY = fileURLToPath(new URL('../fixtures/recorded', import.meta.url));

/** The folders of recordings, and the version of the sandbox that answers like them. */
export const SETS: readonly (readonly [folder: string, version: Version])[] = [
  ['.', '3.7.2'],
  ['second', '3.7.2'],
  ['3.8.0', '3.8'],
  ['3.6.1', '3.6'],
];

export type Json = Record<string, unknown>;

export interface Recording {
  readonly request?: {
    readonly method: string;
    readonly path: string;
    readonly key?: string | null;
    readonly body?: unknown;
  };
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** The recordings of a folder, by name. */
export function recordingsIn(folder: string): Map<string, Recording> {
  const files = readdirSync(`${DIRECTORY}/${folder}`).filter((name) => name.endsWith('.json'));
  const read = (file: string) => JSON.parse(readFileSync(`${DIRECTORY}/${folder}/${file}`, 'utf8'));
  return new Map(files.sort().map((file) => [file.slice(0, -'.json'.length), read(file) as Recording]));
}

/** Every object in a JSON value. */
export function* objectsIn(value: unknown): Generator<Json> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value as Json;
  for (const inner of Object.values(value)) yield* objectsIn(inner);
}
