import { causes } from '../shared/errors.ts';

/** Whether a repository may be read by everybody; null where that is not known. */
export interface Visibility {
  readonly isPublic: boolean | null;
  /** Why it is not known, for the debug log. */
  readonly problem: string | null;
}

const TIMEOUT_MS = 10_000;

/**
 * Asks GitHub for the visibility of a repository. The payload of the event is not asked: a schedule has none, and a
 * run that is started again brings the payload of its first time.
 *
 * @param repository `owner/name`, or undefined outside of a workflow
 */
export async function readVisibility(
  token: string | null,
  repository: string | undefined,
): Promise<Visibility> {
  const [owner, repo] = (repository ?? '').split('/');
  if (token === null) return { isPublic: null, problem: 'no github-token' };
  if (!owner || !repo) return { isPublic: null, problem: 'no GITHUB_REPOSITORY' };
  try {
    // Loaded only here: most of the start-up is loading, and only `redact: auto` needs it.
    const { connect } = await import('./connect.ts');
    const { data } = await connect(token, 'brief').rest.repos.get({
      owner,
      repo,
      request: { signal: AbortSignal.timeout(TIMEOUT_MS), retries: 1 },
    });
    // GitHub Enterprise Server may leave `visibility` out.
    const visibility = data.visibility ?? (data.private ? 'private' : 'public');
    return { isPublic: visibility !== 'private' && visibility !== 'internal', problem: null };
  } catch (error) {
    return { isPublic: null, problem: causes(error).join(' ← ') };
  }
}
