import './shared/zod-config.ts';
import { setFlagsFromString } from 'node:v8';
import { run } from './main.ts';
import { diskReason, systemCode } from './shared/disk.ts';

/** The version of Node.js that action.yml names. */
const NEEDED = 24;

/** Whether this Node.js is too old for the action. Says so on standard error. */
function isNodeTooOld(): boolean {
  const { node } = process.versions;
  if (Number.parseInt(node, 10) >= NEEDED) return false;
  process.stderr.write(
    `This action needs Node.js ${NEEDED} or newer, and this is ${node}. After "npm ci", run: npx node dist/index.js\n`,
  );
  process.exitCode = 1;
  return true;
}

/**
 * Lets V8 collect garbage earlier instead of taking more memory: half of it with 30,000 reported rooms (bench/README.md).
 *
 * The documentation of Node.js asks for care with flags that are set after the start. This one only tips decisions that V8
 * makes anew each time, and that it makes in the same way for a process in the background or with little memory left
 * (`Heap::ShouldOptimizeForMemoryUsage`, src/heap/heap.cc). The limit of the space for young objects would be the flag
 * to choose, but V8 reads it before the action begins.
 */
function preferLittleMemory(): void {
  setFlagsFromString('--optimize-for-size');
}

/** Ends the process if its log cannot be written: after `| head`, nobody reads it any more. */
function endWithoutLog(): void {
  if (process.stdout.listenerCount('error') > 0) return;
  process.stdout.on('error', (error) => {
    if (systemCode(error) !== 'EPIPE') {
      process.stderr.write(`The log cannot be written: ${diskReason(error)}.\n`);
    }
    process.exit(1);
  });
  process.stderr.on('error', () => process.exit(1));
}

endWithoutLog();
if (!isNodeTooOld()) {
  preferLittleMemory();
  await run(process.argv.slice(2));
}
