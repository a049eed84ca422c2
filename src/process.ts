import { diskReason, systemCode } from './shared/disk.ts';

/** The version of Node.js that action.yml names. */
const NEEDED = 24;

/** Whether this Node.js is too old for the action. Says so on standard error. */
export function isNodeTooOld(): boolean {
  const { node } = process.versions;
  if (Number.parseInt(node, 10) >= NEEDED) return false;
  process.stderr.write(
    `This action needs Node.js ${NEEDED} or newer, and this is ${node}. After "npm ci", run: npx node dist/index.js\n`,
  );
  process.exitCode = 1;
  return true;
}

/** Ends the process if its log cannot be written: after `| head`, nobody reads it any more. */
export function endWithoutLog(): void {
  if (process.stdout.listenerCount('error') > 0) return;
  process.stdout.on('error', (error) => {
    if (systemCode(error) !== 'EPIPE') {
      process.stderr.write(`The log cannot be written: ${diskReason(error)}.\n`);
    }
    process.exit(1);
  });
  process.stderr.on('error', () => process.exit(1));
}
