// Builds dist/ from src/: the inputs from action.yml, tsc to lib/, then ncc to dist/. Reproducible byte for byte, so
// that CI can compare.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { writeInputs } from './generated-inputs.ts';

/** What is read of the statistics that ncc passes on from webpack; modules merged into one are inside of it. */
interface Module {
  readonly name?: string;
  readonly modules?: readonly Module[];
}

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);

function run(script: string, ...args: string[]): void {
  execFileSync(execPath, [script, ...args], { cwd: root, stdio: 'inherit' });
}

/** Folders of all packages that went into the bundle, such as `node_modules/zod`. */
function bundledPackages(modules: readonly Module[]): Set<string> {
  const folders = new Set<string>();
  for (const { name = '', modules: inner = [] } of modules) {
    const folder = /^(?:\.\/)?((?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(name)?.[1];
    if (folder !== undefined) folders.add(folder);
    for (const nested of bundledPackages(inner)) folders.add(nested);
  }
  return folders;
}

/** One block for each package: its name, the id of its licence, the licence's text. */
function licenceBlock(folder: string): string {
  const name = folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const { license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as {
    license: string;
  };
  const file = readdirSync(join(root, folder)).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? '' : readFileSync(join(root, folder, file), 'utf8');
  return `${name}\n${license}\n${text.replaceAll('\r\n', '\n').trim()}\n`;
}

writeInputs();
rmSync(join(root, 'lib'), { recursive: true, force: true });
run(join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc'), '-p', 'tsconfig.build.json');
// Only now: sources with an error leave the last good dist/ as it is.
rmSync(join(root, 'dist'), { recursive: true, force: true });
const statsFile = join('lib', 'stats.json');
const ncc = require.resolve('@vercel/ncc/dist/ncc/cli.js');
// Without ncc's cache, which is shared between checkouts: what is built is made of what is here.
run(ncc, 'build', join('lib', 'index.js'), '-o', 'dist', '--no-cache', '--stats-out', statsFile);

// ncc's own --license leaves out every package whose modules it merges into one scope.
const { modules } = JSON.parse(readFileSync(join(root, statsFile), 'utf8')) as { modules: readonly Module[] };
const blocks = [...bundledPackages(modules)].sort().map(licenceBlock);
writeFileSync(join(root, 'dist', 'licenses.txt'), blocks.join('\n'));
