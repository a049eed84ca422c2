import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunResult } from '../../sandbox/runner.ts';

/** Finds what must not be there in all that a run has left behind. */

const INVISIBLE = /\p{Cf}|\u034f|\u115f|\u1160|\u3164|\uffa0/gu;

const entities = (text: string): string =>
  text
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
const percents = (text: string): string =>
  text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
const escapes = (text: string): string =>
  text
    .replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\(["\\/])/g, '$1');
const quotes = (text: string): string => text.replaceAll('""', '"');

/** A text as readers could take it in: with entities, percent signs, escapes or quotes resolved, or several of them. */
function readingsOf(text: string): string[] {
  const readings = [text];
  for (const resolve of [entities, percents, escapes, quotes]) readings.push(...readings.map(resolve));
  return [...new Set(readings.flatMap((reading) => [reading, reading.replace(INVISIBLE, '')]))];
}

/** What two texts have in common at the same places, from the first of them to the last. */
function common(a: string, b: string): string {
  const same = [...a].map((character, at) => character === b[at]);
  return a.slice(same.indexOf(true), same.lastIndexOf(true) + 1);
}

/**
 * How a secret could be written: as it is, URL-encoded, in both alphabets of base64. In base64 it is what stays the same
 * whatever is written before and after the secret, for each place in a group of three bytes at which it can begin.
 */
export function formsOf(secret: string): string[] {
  const within = (fill: number, before: number, alphabet: 'base64' | 'base64url') =>
    Buffer.concat([Buffer.alloc(before, fill), Buffer.from(secret), Buffer.alloc(3, fill)])
      .toString(alphabet)
      .replace(/=+$/, '');
  const encoded = (['base64', 'base64url'] as const).flatMap((alphabet) =>
    [3, 4, 5].map((before) => common(within(0, before, alphabet), within(255, before, alphabet))),
  );
  const forms = [...new Set([secret, encodeURIComponent(secret), ...encoded])];
  const byChance = forms.find((form) => /^[0-9a-f]{0,8}$/i.test(form));
  if (byChance !== undefined) throw new Error(`"${byChance}" can be a part of any UUID: take another secret`);
  return forms;
}

/** The forms of `secret` that stand in a text, in any case: a host name is written in small letters. */
export function leaksIn(text: string, secret: string): string[] {
  const readings = readingsOf(text).map((reading) => reading.toLowerCase());
  return formsOf(secret).filter((form) => readings.some((reading) => reading.includes(form.toLowerCase())));
}

async function textsOf(directory: string): Promise<[string, string][]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(
    files.map(async (file): Promise<[string, string]> => {
      const path = join(file.parentPath, file.name);
      return [path, `${path}\n${await readFile(path, 'utf8')}`];
    }),
  );
}

/**
 * Everywhere a secret can be found after a run: what was printed, and every file in the directory that the run had
 * for itself, the files of outputs and summary among them. The command that masks the key is the one place for it.
 */
export async function leaksOf(run: RunResult, directory: string, secret: string): Promise<string[]> {
  const printed = run.stdout.replace(`::add-mask::${secret.replaceAll('%', '%25')}\n`, '');
  const places: [string, string][] = [
    ['stdout', printed],
    ['stderr', run.stderr],
    ['summary', run.summary],
    ['outputs', JSON.stringify(run.outputs)],
    ...(await textsOf(directory)),
  ];
  return places.flatMap(([place, text]) => leaksIn(text, secret).map((form) => `${place}: ${form}`));
}

/** The lines in which a runner sees a workflow command: it trims a line, and finds `##[` wherever it stands. */
export function commandLines(stdout: string): string[] {
  return stdout
    .split(/\r\n|\r|\n/)
    .filter((line) => line.trimStart().startsWith('::') || line.includes('##['));
}
