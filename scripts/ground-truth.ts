// Prints how often the verdicts of the example and of the action are wrong, as a table for docs/evidence.md.
import { argv } from 'node:process';
import { scoreRecorded } from '../__tests__/support/recorded-world.ts';
import { score, scoreTable } from '../__tests__/support/simulation.ts';

const count = Number(argv[2] ?? 200);
const seeds = Array.from({ length: count }, (_, index) => index + 1);
const rows = [
  { title: 'everybody counts', score: await score(seeds) },
  { title: 'two integrations do not count', score: await score(seeds, { ignoring: true }) },
  { title: 'recorded rooms of DocSpace 3.7.2', score: await scoreRecorded() },
];
console.log(scoreTable(rows));
