import type { InputName } from './config/inputs.ts';
import { scrubber } from './shared/secret.ts';

/** All that a run touches outside of itself. The entry file hands in the real ones. */
export interface Runtime {
  readonly inputs: Readonly<Record<InputName, string>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
  readonly log: Log;
  maskSecret(secret: string): void;
  setOutput(name: string, value: string): void;
  /** Appends Markdown to the job summary, where there is one. */
  writeSummary(markdown: string): Promise<void>;
  /** Makes a directory where there is none. @throws where it cannot be written to */
  prepareDirectory(path: string): Promise<void>;
  /** Writes a whole file or none, piece by piece, and makes its directory. */
  writeFile(path: string, pieces: Iterable<string>): Promise<void>;
  removeFile(path: string): Promise<void>;
}

/** The job log. */
export interface Log {
  readonly isDebug: boolean;
  debug(line: string): void;
  info(line: string): void;
  warning(line: string): void;
  startGroup(title: string): void;
  endGroup(): void;
}

/**
 * The same outside, to which a secret cannot be written: the runner masks it in the log, but neither in files nor in
 * the summary, and a portal could send it back in a title.
 */
export function maskingRuntime(real: Runtime, secret: string): Runtime {
  const scrub = scrubber(secret);
  const { log } = real;
  return {
    ...real,
    log: {
      isDebug: log.isDebug,
      debug: (line) => log.debug(scrub(line)),
      info: (line) => log.info(scrub(line)),
      warning: (line) => log.warning(scrub(line)),
      startGroup: (title) => log.startGroup(scrub(title)),
      endGroup: () => log.endGroup(),
    },
    setOutput: (name, value) => real.setOutput(name, scrub(value)),
    writeSummary: (markdown) => real.writeSummary(scrub(markdown)),
    writeFile: (path, pieces) => real.writeFile(path, Iterator.from(pieces).map(scrub)),
  };
}
