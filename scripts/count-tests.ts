// Prints "N passed, N failed[, N skipped]" from vitest's own JSON report.
import { readFileSync } from 'node:fs';
import { argv, exit } from 'node:process';

interface JsonReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
}

const file = argv[2];
if (file === undefined) {
  console.error('usage: node scripts/count-tests.ts <vitest JSON report>');
  exit(2);
}
const report = JSON.parse(readFileSync(file, 'utf8')) as JsonReport;
const skipped = report.numPendingTests + report.numTodoTests;
const line = `${report.numPassedTests} passed, ${report.numFailedTests} failed`;
console.log(skipped > 0 ? `${line}, ${skipped} skipped` : line);
if (report.numPassedTests === 0 || report.numFailedTests > 0) exit(1);
