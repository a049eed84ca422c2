import type { InputTexts } from './config/check-inputs.ts';
import { scrubber } from './shared/secret.ts';

/** Everything a run reads or writes outside of itself. `main.ts` passes the real implementation, tests a fake. */
export interface Runtime {
  /** The text of each input, as the runner passes it: untrimmed, empty if it is not set. */
  readonly inputs: InputTexts;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Its start is the clock of the machine; a correction of that clock later does not move it. */
  readonly now: () => Date;
  readonly log: Log;
  maskSecret(secret: string): void;
  /** @throws ActionError if it cannot be written */
  setOutput(name: string, value: string): void;
  /** The size in bytes of the job summary that this step has written so far. */
  summaryBytes(): Promise<number>;
  /** Appends Markdown to the job summary, if there is one. */
  writeSummary(markdown: string): Promise<void>;
  /** Makes a directory unless it exists. @throws if it cannot be made or written to */
  prepareDirectory(path: string): Promise<void>;
  /** Writes a whole file or nothing. */
  writeFile(path: string, text: string): Promise<void>;
  /** Deletes a file if it exists. */
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
 * A runtime to which a secret cannot be written. The runner masks it in the log, but neither in files nor in the
 * summary, and a portal could send it back in a title.
 *
 * Each method is named, so that a new one does not compile until somebody decides what it masks.
 */
export function maskingRuntime(real: Runtime, secret: string): Runtime {
  const scrub = scrubber(secret);
  const { log } = real;
  return {
    // People may have put the key into another input, and a message shows what an input got.
    inputs: Object.fromEntries(
      Object.entries(real.inputs).map(([name, text]) => [
        name,
        name === 'docspace-api-key' ? text : scrub(text),
      ]),
    ) as InputTexts,
    env: real.env,
    now: real.now,
    log: {
      isDebug: log.isDebug,
      debug: (line) => log.debug(scrub(line)),
      info: (line) => log.info(scrub(line)),
      warning: (line) => log.warning(scrub(line)),
      startGroup: (title) => log.startGroup(scrub(title)),
      endGroup: () => log.endGroup(),
    },
    // Masking is the one method that needs the secret itself.
    maskSecret: (text) => real.maskSecret(text),
    setOutput: (name, value) => real.setOutput(name, scrub(value)),
    summaryBytes: () => real.summaryBytes(),
    writeSummary: (markdown) => real.writeSummary(scrub(markdown)),
    // Not scrubbed: a path with the secret in it would be another directory than the one that the report names.
    prepareDirectory: (path) => real.prepareDirectory(path),
    writeFile: (path, text) => real.writeFile(path, scrub(text)),
    removeFile: (path) => real.removeFile(path),
  };
}
