import { join } from 'node:path';
import { describeFollowing } from './report/archiving.ts';
import { REPORT_FILES, type ReportFile } from './report/files.ts';
import { type LogEntry, logReport } from './report/log.ts';
import {
  archiveOutputsOf,
  type IssueOutcome,
  issueOutputsOf,
  NO_ISSUE,
  OUTPUTS_OF_FAILED_SCAN,
  outputsOf,
} from './report/outputs.ts';
import type { Report } from './report/schema.ts';
import { renderArchivingSummary, renderFailureSummary, renderSummary } from './report/text/summary.ts';
import type { Log, Runtime } from './runtime.ts';
import { diskReason, isDiskFull, systemCode } from './shared/disk.ts';
import { ActionError } from './shared/errors.ts';
import { logText } from './shared/text.ts';
import type { IssueTracker } from './tracking/tracker.ts';

/**
 * Deletes the report files of an earlier run, which a self-hosted runner keeps. Fails before the portal is scanned if
 * nothing can be written to the directory.
 *
 * @throws ActionError that names the input
 */
export async function clearReports(directory: string, runtime: Runtime): Promise<void> {
  await onDisk(directory, async () => {
    await runtime.prepareDirectory(directory);
    for (const { name } of REPORT_FILES) await runtime.removeFile(join(directory, name));
  });
}

/**
 * Sets the outputs of a failed scan before anything is asked, since a step that is cancelled or killed sets none later.
 * Of two values of an output, the runner takes the last. What cannot be written must not hide another error. A terminal
 * shows outputs as they come, and gets those of a finished scan alone.
 */
export async function presetOutputs(runtime: Runtime): Promise<void> {
  if (!runtime.env['GITHUB_OUTPUT']) return;
  await attempt(async () => setOutputs(OUTPUTS_OF_FAILED_SCAN, runtime));
}

/** Says in the summary that there are no results. */
export async function publishFailure(error: unknown, runtime: Runtime): Promise<void> {
  if (error instanceof ActionError) await runtime.writeSummary(renderFailureSummary(error.message));
}

/**
 * Writes a report to the log, the files, the outputs and the job summary. If one of them cannot be written, the others
 * still are.
 *
 * @returns one error for each that could not be written
 */
export async function publishReport(
  report: Report,
  directory: string,
  runtime: Runtime,
): Promise<readonly ActionError[]> {
  for (const entry of logReport(report)) writeLog(entry, runtime.log);
  // The path of a file that could not be written stays empty.
  const paths = new Map(REPORT_FILES.map(({ output }) => [output, '']));
  const problems = [
    ...(await attempt(() => writeFiles(report, directory, runtime, paths))),
    ...(await attempt(async () =>
      setOutputs({ ...outputsOf(report), ...Object.fromEntries(paths) }, runtime),
    )),
  ];
  await runtime.writeSummary(renderSummary(report, await runtime.summaryBytes()));
  return problems;
}

/**
 * Writes what was archived: to the outputs, and if somebody had approved a room, to the files and the summary.
 *
 * @returns one error for each that could not be written
 */
export async function publishArchiving(
  report: Report,
  directory: string,
  runtime: Runtime,
): Promise<readonly ActionError[]> {
  const hasNews = (report.archiving ?? []).length > 0;
  const following = describeFollowing(report);
  if (following !== '') runtime.log.info(following);
  const problems = [
    ...(hasNews ? await attempt(() => writeFiles(report, directory, runtime)) : []),
    ...(await attempt(async () => setOutputs(archiveOutputsOf(report), runtime))),
  ];
  if (hasNews) await runtime.writeSummary(renderArchivingSummary(report, await runtime.summaryBytes()));
  return problems;
}

/** @param paths gets the path of each file that is written, by its output */
async function writeFiles(
  report: Report,
  directory: string,
  runtime: Runtime,
  paths = new Map<ReportFile['output'], string>(),
): Promise<void> {
  for (const { name, output, isWritten, render } of REPORT_FILES) {
    if (isWritten?.(report) === false) continue;
    const path = join(directory, name);
    await onDisk(directory, () => runtime.writeFile(path, render(report)));
    paths.set(output, path);
  }
}

/** Does some work. @returns its error if there is one for the person who reads the log; other errors are thrown */
export async function attempt(work: () => Promise<void>): Promise<readonly ActionError[]> {
  try {
    await work();
    return [];
  } catch (error) {
    if (error instanceof ActionError) return [error];
    throw error;
  }
}

/**
 * Brings the tracking issue to what the report says, and says what was done with it.
 *
 * @returns the errors because of which the issue or its outputs could not be written
 */
export async function publishToIssue(
  report: Report,
  tracker: IssueTracker,
  runtime: Runtime,
): Promise<readonly ActionError[]> {
  let outcome = NO_ISSUE;
  let problems: readonly ActionError[] = [];
  try {
    problems = await attempt(async () => {
      if (tracker.kind === 'failed') throw tracker.error;
      if (tracker.kind === 'ready') outcome = await tracker.write(report);
    });
  } finally {
    problems = [...problems, ...(await attempt(() => publishIssue(outcome, runtime)))];
  }
  return problems;
}

/** Writes what was done with the tracking issue. */
async function publishIssue(outcome: IssueOutcome, runtime: Runtime): Promise<void> {
  setOutputs(issueOutputsOf(outcome), runtime);
  const { action, number, url, note } = outcome;
  if (number === null || url === null || action === 'none') return;
  runtime.log.info(`Tracking issue #${number}: ${action} (${url})`);
  if (note !== undefined) runtime.log.info(note);
  const sentence = note === undefined ? '' : ` ${note}`;
  // An empty line first: the summary ends with a paragraph.
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

/** Names the input if a report file cannot be written or deleted. */
async function onDisk(directory: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    // An error while a piece is rendered is not one of the disk.
    if (systemCode(cause) === null) throw cause;
    const advice = isDiskFull(cause)
      ? 'Free space on the runner, or set report-directory to a folder on another disk.'
      : 'Set report-directory to a folder that this step may write to.';
    throw new ActionError(
      `The report files cannot be written to ${logText(directory)}: ${diskReason(cause)}. ${advice}`,
      { cause },
    );
  }
}
