import type { Repository } from './repository.ts';
import type { Account, Comment, Issue, IssueEvent, Label, Token } from './types.ts';

/** JSON as the REST API sends it: docs, "REST API endpoints for issues" and its neighbours. */
export interface Renderer {
  repository(repository: Repository, token: Token | undefined): Record<string, unknown>;
  issue(repository: Repository, issue: Issue, form: 'single' | 'list'): Record<string, unknown>;
  comment(repository: Repository, issue: Issue, comment: Comment): Record<string, unknown>;
  label(repository: Repository, label: Label): Record<string, unknown>;
  event(repository: Repository, event: IssueEvent): Record<string, unknown>;
  account(account: Account): Record<string, unknown>;
}

/** The same login always has the same id; the one of `github-actions[bot]` is the real one. */
function accountId(login: string): number {
  if (login === 'github-actions[bot]') return 41_898_282;
  let id = 7;
  for (const character of login.toLowerCase())
    id = (id * 31 + (character.codePointAt(0) ?? 0)) % 1_000_000_007;
  return id;
}

/** @param api address of the REST API; @param web address that pages for people start with */
export function createRenderer(api: string, web: string): Renderer {
  const account = (who: Account): Record<string, unknown> => {
    const url = `${api}/users/${encodeURIComponent(who.login)}`;
    // A bot's page is the app's, under the name without the suffix.
    const page = who.type === 'Bot' ? `apps/${who.login.replace(/\[bot\]$/, '')}` : who.login;
    return {
      login: who.login,
      id: accountId(who.login),
      node_id: Buffer.from(`04:User${accountId(who.login)}`).toString('base64'),
      avatar_url: `${web}/avatars/${accountId(who.login)}`,
      gravatar_id: '',
      url,
      html_url: `${web}/${page}`,
      events_url: `${url}/events{/privacy}`,
      repos_url: `${url}/repos`,
      type: who.type,
      user_view_type: 'public',
      site_admin: false,
    };
  };

  const label = (
    repository: Repository,
    { id, name, color, description }: Label,
  ): Record<string, unknown> => ({
    id,
    node_id: Buffer.from(`05:Label${id}`).toString('base64'),
    url: `${api}/repos/${repository.fullName}/labels/${encodeURIComponent(name)}`,
    name,
    color,
    default: false,
    description,
  });

  const issue = (repository: Repository, it: Issue, form: 'single' | 'list'): Record<string, unknown> => {
    const base = `${api}/repos/${repository.fullName}`;
    const url = `${base}/issues/${it.number}`;
    const page = `${web}/${repository.fullName}/${it.isPullRequest ? 'pull' : 'issues'}/${it.number}`;
    const pull = `${base}/pulls/${it.number}`;
    const assignees = it.assignees.map((login) => account({ login, type: 'User' }));
    return {
      url,
      repository_url: base,
      labels_url: `${url}/labels{/name}`,
      comments_url: `${url}/comments`,
      events_url: `${url}/events`,
      html_url: page,
      id: it.id,
      node_id: Buffer.from(`05:Issue${it.id}`).toString('base64'),
      number: it.number,
      title: it.title,
      user: account(it.author),
      labels: it.labels.flatMap((name) => {
        const known = repository.label(name);
        return known ? [label(repository, known)] : [];
      }),
      state: it.state,
      locked: it.locked,
      assignee: assignees[0] ?? null,
      assignees,
      milestone: null,
      comments: it.comments.length,
      created_at: it.createdAt,
      updated_at: it.updatedAt,
      closed_at: it.closedAt,
      author_association: it.author.type === 'Bot' ? 'NONE' : 'MEMBER',
      active_lock_reason: null,
      ...(it.isPullRequest
        ? {
            draft: false,
            pull_request: {
              url: pull,
              html_url: page,
              diff_url: `${page}.diff`,
              patch_url: `${page}.patch`,
              merged_at: null,
            },
          }
        : {}),
      body: it.body,
      // The schema has `closed_by` as optional: who needs it asks for the one issue, or for its events.
      ...(form === 'single' ? { closed_by: it.closedBy ? account(it.closedBy) : null } : {}),
      timeline_url: `${url}/timeline`,
      performed_via_github_app: null,
      state_reason: it.stateReason,
    };
  };

  return {
    account,
    label,
    issue,
    repository: (repository, token) => {
      const { fullName, visibility } = repository.seed;
      const [owner = '', name = ''] = fullName.split('/');
      const push = token ? (token.push ?? token.permissions.issues === 'write') : false;
      return {
        id: repository.id,
        name,
        full_name: fullName,
        private: visibility !== 'public',
        visibility,
        owner: { ...account({ login: owner, type: 'User' }), type: 'Organization' },
        html_url: `${web}/${fullName}`,
        url: `${api}/repos/${fullName}`,
        has_issues: repository.hasIssues,
        archived: false,
        disabled: false,
        permissions: { admin: false, maintain: false, push, triage: push, pull: true },
      };
    },
    comment: (repository, on, comment) => ({
      id: comment.id,
      node_id: Buffer.from(`012:IssueComment${comment.id}`).toString('base64'),
      url: `${api}/repos/${repository.fullName}/issues/comments/${comment.id}`,
      html_url: `${web}/${repository.fullName}/issues/${on.number}#issuecomment-${comment.id}`,
      issue_url: `${api}/repos/${repository.fullName}/issues/${on.number}`,
      user: account(comment.author),
      created_at: comment.createdAt,
      updated_at: comment.createdAt,
      body: comment.body,
      author_association: comment.author.type === 'Bot' ? 'NONE' : 'MEMBER',
    }),
    event: (repository, event) => {
      const { name, ...detail } = event.detail;
      const named = typeof name === 'string' ? name : undefined;
      const isLabel = event.event === 'labeled' || event.event === 'unlabeled';
      return {
        id: event.id,
        node_id: Buffer.from(`010:Event${event.id}`).toString('base64'),
        url: `${api}/repos/${repository.fullName}/issues/events/${event.id}`,
        actor: account(event.actor),
        event: event.event,
        commit_id: null,
        commit_url: null,
        created_at: event.createdAt,
        performed_via_github_app: null,
        ...detail,
        ...(named === undefined
          ? {}
          : isLabel
            ? { label: { name: named, color: repository.label(named)?.color ?? 'ededed' } }
            : { assignee: account({ login: named, type: 'User' }), assigner: account(event.actor) }),
      };
    },
  };
}
