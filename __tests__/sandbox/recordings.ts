import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { RecordedWorld } from '../../sandbox/portal/index.ts';

/** Answers recorded from a DocSpace 3.7.2 portal, one file for each request. */

const DIRECTORY = fileURLToPath(new URL('../fixtures/recorded', import.meta.url));

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

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(`${DIRECTORY}/${name}.json`, 'utf8'));
}

/** The recorded rooms with their histories, and the truth about each. */
export function readWorld(): RecordedWorld {
  return readJson('world/world') as RecordedWorld;
}

/** Names of all recordings. */
export function recordingNames(): string[] {
  const files = readdirSync(DIRECTORY).filter((name) => name.endsWith('.json'));
  return files.map((name) => name.slice(0, -'.json'.length)).sort();
}

export function readRecording(name: string): Recording {
  return readJson(name) as Recording;
}

export function responseOf(name: string): Json {
  return (readRecording(name).body as { response: Json }).response;
}
