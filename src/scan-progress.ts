import type { Log } from './runtime.ts';

/** A longer scan says every ten seconds how far it is. */
const INTERVAL_MS = 10_000;

/** Reports how far a long task is. `total` is null if it is not known. */
export type Progress = (done: number, total: number | null) => void;

/**
 * Writes a line at most every ten seconds, and one at the end. It says how long the task will still take as soon as that
 * can be estimated.
 *
 * @param label stands behind the numbers, such as `rooms checked`
 */
export function createProgress(log: Pick<Log, 'info'>, label: string, clock: () => Date): Progress {
  const startedMs = clock().getTime();
  let lastMs = startedMs;
  return (done, total) => {
    const nowMs = clock().getTime();
    if (done !== total && nowMs - lastMs < INTERVAL_MS) return;
    lastMs = nowMs;
    log.info(`${describe(done, total)} ${label}${remaining(done, total, nowMs - startedMs)}`);
  };
}

function describe(done: number, total: number | null): string {
  return total === null
    ? done.toLocaleString('en-US')
    : `${done.toLocaleString('en-US')} of ${total.toLocaleString('en-US')}`;
}

function remaining(done: number, total: number | null, elapsedMs: number): string {
  if (total === null || done === 0 || done >= total || elapsedMs < INTERVAL_MS) return '';
  const seconds = ((elapsedMs / done) * (total - done)) / 1000;
  if (seconds < 10) return ', a few seconds left';
  if (seconds < 90) return `, about ${Math.round(seconds / 10) * 10} seconds left`;
  return `, about ${Math.round(seconds / 60)} minutes left`;
}
