import { join } from 'node:path';
import type { IssueOutcome } from './issue/types.ts';
import { REPORT_FILES } from './report/files.ts';
import { type LogEntry, logReport } from './report/log.ts';
import { issueOutputsOf, outputsOf } from './report/outputs.ts';
import type { Report } from './report/schema.ts';
import { renderSummary } from './report/text/summary.ts';
import type { Log, Runtime } from './runtime.ts';
import { ActionError } from './shared/errors.ts';
import { logText } from './shared/text.ts';

/**
 * Takes away what an earlier run left on a machine of one's own: it must not be taken for this run's report. That
 * nothing can be written there is better known before the portal is scanned.
 */
export async function clearReports(directory: string, runtime: Runtime): Promise<void> {
  await onDisk(directory, async () => {
    await runtime.prepareDirectory(directory);
    for (const { name } of REPORT_FILES) await runtime.removeFile(join(directory, name));
  });
}

/**
 * Writes a report to the log, the files, the outputs and the job summary. What cannot be written keeps the rest from
 * nothing.
 *
 * @returns why some of it could not be written, one error for each reason
 */
export async function publishReport(
  report: Report,
  directory: string,
  runtime: Runtime,
): Promise<readonly ActionError[]> {
  for (const entry of logReport(report)) writeLog(entry, runtime.log);
  const paths = { 'report-json': '', 'report-csv': '', 'report-markdown': '' };
  const problems = [
    await attempt(async () => {
      for (const { name, output, render } of REPORT_FILES) {
        const path = join(directory, name);
        await onDisk(directory, () => runtime.writeFile(path, render(report)));
        paths[output] = path;
      }
    }),
  ];
  problems.push(await attempt(async () => setOutputs(outputsOf(report, paths), runtime)));
  await runtime.writeSummary(renderSummary(report));
  return problems.filter((problem) => problem !== null);
}

/** What kept some work from being done, where it is an error for the person who reads the log. */
export async function attempt(work: () => Promise<void>): Promise<ActionError | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (error instanceof ActionError) return error;
    throw error;
  }
}

/** Writes what became of the tracking issue. */
export async function publishIssue(outcome: IssueOutcome, runtime: Runtime): Promise<void> {
  setOutputs(issueOutputsOf(outcome), runtime);
  const { action, number, url, note } = outcome;
  if (number === null || url === null || action === 'none') return;
  runtime.log.info(`Tracking issue #${number}: ${action} (${url})`);
  if (note !== undefined) runtime.log.info(note);
  const sentence = note === undefined ? '' : ` ${note}`;
  // Behind an empty line: the summary ends with a paragraph.
  await runtime.writeSummary(`\nTracking issue: [#${number}](${url}) (${action}).${sentence}\n`);
}

function setOutputs(outputs: Readonly<Record<string, string>>, runtime: Runtime): void {
  for (const [name, value] of Object.entries(outputs)) runtime.setOutput(name, value);
}

function writeLog(entry: LogEntry, log: Log): void {
  if (entry.kind === 'line') log.info(entry.text);
  else if (entry.kind === 'warning') log.warning(entry.text);
  else {
    log.startGroup(entry.title);
    for (const line of entry.lines) log.info(line);
    log.endGroup();
  }
}

/** Names the input where a report file cannot be written or taken away. */
async function onDisk(directory: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    // A fault in the rendering of a piece is none of the disk.
    if (!(cause instanceof Error && 'syscall' in cause && 'code' in cause)) throw cause;
    throw new ActionError(
      `The report files cannot be written to ${logText(directory)} (${String(cause.code)}). Set report-directory to a folder that this step may write to.`,
      { cause },
    );
  }
}
