import type { Settings } from './config/settings.ts';
import { readVisibility } from './github/visibility.ts';
import type { Runtime } from './runtime.ts';

/** Whether titles, owners and tags are left out, and lines that explain it. */
export interface Redaction {
  readonly redacted: boolean;
  /** For the log; empty if the input alone decided. */
  readonly info: string;
  /** For the debug log. */
  readonly debug: readonly string[];
}

/**
 * Decides whether titles, owners and tags are left out. With `redact: auto` they are left out if the public can read,
 * or might be able to read, what is written: the log and summary of this repository, or the repository of the tracking
 * issue. Outside of a workflow nothing is public.
 *
 * Never rejects.
 *
 * @param signal gives up asking GitHub
 */
export async function decideRedaction(
  { redact, githubToken, githubApiUrl, tracking }: Settings,
  env: Runtime['env'],
  signal: AbortSignal,
): Promise<Redaction> {
  if (redact !== 'auto') return { redacted: redact === 'always', info: '', debug: [] };
  const debug: string[] = [];
  const question = { token: githubToken, apiUrl: githubApiUrl, env, signal };
  for (const repository of repositoriesToAsk(env, tracking?.repository)) {
    const { isPublic, because, problem } = await readVisibility(repository, question);
    if (problem !== null) debug.push(`Visibility of the repository: ${problem}`);
    if (isPublic !== false) return { redacted: true, info: explain(repository, because), debug };
  }
  return { redacted: false, info: '', debug };
}

/** Null stands for a workflow's repository that has no name. */
function repositoriesToAsk(env: Runtime['env'], ofIssue: string | undefined): Set<string | null> {
  const isWorkflow = env['GITHUB_ACTIONS'] === 'true';
  const own = env['GITHUB_REPOSITORY'] || (isWorkflow ? null : undefined);
  return new Set([own, ofIssue].filter((repository) => repository !== undefined));
}

/** @param because why the visibility is not known; null for a public repository */
function explain(repository: string | null, because: string | null): string {
  return because === null
    ? `${repository} is public: titles, owners and tags are left out (redact: auto).`
    : `Whether ${repository ?? 'this repository'} is public is not known, because ${because}: titles, owners and tags are left out (redact: auto). To see them, solve this or set redact to never.`;
}
