// Stands in front of npm scripts, and runs on any Node.js. What follows takes the one that the action runs on:
// "npm ci" brings it by the install script of the package "node", and an npm may be told to run none.
import { exit, version, versions } from 'node:process';

const NEEDED = 24;

if (Number.parseInt(versions.node, 10) < NEEDED) {
  console.error(
    `This takes Node.js ${NEEDED}, and it is ${version}. npm ci did not bring it: npm runs no install scripts here.\n` +
      'Run "npm rebuild node --ignore-scripts=false", or install it.',
  );
  exit(1);
}
