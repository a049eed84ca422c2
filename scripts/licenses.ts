// Checks that dist/licenses.txt names an allowed licence for every package that is bundled into dist.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { exit } from 'node:process';
import { fileURLToPath } from 'node:url';

/** Licences that ask for no more than their text, which dist/licenses.txt carries. */
const ALLOWED: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
]);

/** Names of the packages in the text of a package-lock.json (lockfileVersion 3). */
export function packagesInLock(lock: string): Set<string> {
  const { packages } = JSON.parse(lock) as { packages: Record<string, unknown> };
  return new Set(
    Object.keys(packages)
      .filter((path) => path.includes('node_modules/'))
      .map((path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)),
  );
}

/** Names of the packages that ncc says it put into a file: it writes a comment with the path over each module. */
export function packagesInBundle(code: string): Set<string> {
  const modules = code.matchAll(/^\s*(?:;?\/\/|!\*\*\*) .*\bnode_modules\/((?:@[^/\s]+\/)?[^/\s]+)\//gm);
  return new Set(Array.from(modules, (match) => match[1] ?? ''));
}

/**
 * Package name to licence id, from the text of a licenses.txt. ncc writes for each package its name, its
 * licence id (an empty line if package.json has none) and the licence's text, with nothing in between that
 * could not be in a text too: a name only counts if it follows an empty line and is `known`.
 */
export function licencesIn(text: string, known: ReadonlySet<string>): Map<string, string> {
  const lines = text.split(/\r?\n/);
  const found = new Map<string, string>();
  lines.forEach((line, index) => {
    const startsBlock = index === 0 || lines[index - 1] === '';
    if (startsBlock && known.has(line)) found.set(line, lines[index + 1] ?? '');
  });
  return found;
}

/** One sentence for each package that is bundled without a licence from the list, none if all is well. */
export function licenceComplaints(
  licences: ReadonlyMap<string, string>,
  bundled: ReadonlySet<string>,
): string[] {
  const missing = [...bundled]
    .filter((name) => !licences.has(name))
    .map((name) => `${name} is bundled, but dist/licenses.txt does not name it`);
  const refused = [...licences]
    .filter(([, licence]) => !ALLOWED.has(licence))
    .map(
      ([name, licence]) => `${name} has the licence "${licence}", which is not on the list of allowed ones`,
    );
  return [...missing, ...refused];
}

/** Reads dist and package-lock.json below `root`. Throws if dist/licenses.txt is missing. */
export function checkDist(root: string): { licences: Map<string, string>; complaints: string[] } {
  const dist = join(root, 'dist');
  const known = packagesInLock(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const licences = licencesIn(readFileSync(join(dist, 'licenses.txt'), 'utf8'), known);
  const bundled = new Set(
    readdirSync(dist)
      .filter((file) => file.endsWith('.js'))
      .flatMap((file) => [...packagesInBundle(readFileSync(join(dist, file), 'utf8'))]),
  );
  return { licences, complaints: licenceComplaints(licences, bundled) };
}

if (import.meta.main) {
  const { licences, complaints } = checkDist(dirname(dirname(fileURLToPath(import.meta.url))));
  for (const complaint of complaints) console.error(complaint);
  if (complaints.length > 0 || licences.size === 0) exit(1);
  console.log(`${licences.size} bundled packages, every licence is allowed`);
}
