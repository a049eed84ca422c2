import type { Log } from './runtime.ts';

/** The most characters of an output that a terminal shows: `abandoned-rooms` can have 100,000. */
const MAX_SHOWN = 200;

/** The log for a person at a terminal: without workflow commands, which only a runner understands. */
export function terminalLog(isDebug: boolean, print: (line: string) => void): Log {
  return {
    isDebug,
    debug: (line) => {
      if (isDebug) print(`Debug: ${line}`);
    },
    info: print,
    warning: (line) => print(`Warning: ${line}`),
    startGroup: print,
    endGroup: () => {},
  };
}

/** An output on one line. A long one is cut: the report files have everything. */
export function outputLine(name: string, value: string): string {
  const shown = value.length > MAX_SHOWN ? `${value.slice(0, MAX_SHOWN).toWellFormed()}…` : value;
  return `output ${name}: ${shown}`;
}
