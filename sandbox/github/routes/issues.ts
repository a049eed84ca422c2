import { mayPush, requireRead, requireWrite } from '../access.ts';
import { invalidRequest, issuesDisabled, notFound, refusal } from '../errors.ts';
import {
  asFields,
  assigneeErrors,
  bodyErrors,
  isTooLong,
  labelErrors,
  names,
  reject,
  text,
  title,
  titleErrors,
} from '../fields.ts';
import { paginate } from '../paging.ts';
import type { Issue, Reply, StateReason } from '../types.ts';
import type { Context, Route } from './context.ts';

/** The issue the path names. 410 once it was deleted; 404 if there never was one (docs: "Get an issue"). */
export function issueOf({ repository, parts }: Context): Issue {
  const issue = repository.issues.find(({ number }) => number === Number(parts[0]));
  if (!issue) throw notFound();
  if (issue.deleted) throw refusal(410, 'This issue was deleted');
  if (!repository.hasIssues && !issue.isPullRequest) throw issuesDisabled();
  return issue;
}

const lower = (value: string): string => value.toLowerCase();

/**
 * Docs: "List repository issues". Pull requests are in the list; the default is the open ones, newest first;
 * several labels mean all of them. With issues disabled, the pull requests remain.
 */
function list(context: Context): Reply {
  const { repository, request, render, token, options, byId } = context;
  requireRead(repository, token);
  const { state = 'open', labels, creator, sort = 'created', direction = 'desc' } = request.query;
  if (!['open', 'closed', 'all'].includes(state)) {
    reject([{ value: state, resource: 'Issue', field: 'state', code: 'invalid' }]);
  }
  const wanted = (labels ?? '')
    .split(',')
    .map((name) => lower(name.trim()))
    .filter(Boolean);
  const missesCreator = options.creatorFilter === 'missesApps' && creator?.endsWith('[bot]') === true;
  const since = request.query['since'];
  const found = repository.issues.filter((issue) => {
    if (issue.deleted || (!repository.hasIssues && !issue.isPullRequest)) return false;
    if (state !== 'all' && issue.state !== state) return false;
    if (creator !== undefined && (missesCreator || lower(issue.author.login) !== lower(creator)))
      return false;
    if (since !== undefined && Date.parse(issue.updatedAt) < Date.parse(since)) return false;
    const has = issue.labels.map(lower);
    return wanted.every((name) => has.includes(name));
  });
  const key = (issue: Issue): string | number => {
    if (sort === 'updated') return issue.updatedAt;
    return sort === 'comments' ? issue.comments.length : issue.createdAt;
  };
  found.sort((a, b) => {
    const [x, y] = [key(a), key(b)];
    return x < y ? -1 : x > y ? 1 : a.number - b.number;
  });
  if (direction !== 'asc') found.reverse();
  const entries = found.map((issue) => render.issue(repository, issue, 'list'));
  return paginate(entries, request.query, `${byId}/issues`, options.pagination);
}

/** Docs: "Create an issue". Labels that do not exist are created with it. */
function create(context: Context): Reply {
  const { repository, request, render } = context;
  const token = requireWrite(repository, context.token);
  if (!repository.hasIssues) throw issuesDisabled();
  const fields = asFields(request.body);
  const heading = title(fields);
  if (heading === undefined) throw invalidRequest('"title" wasn\'t supplied.');
  if (heading === null) throw invalidRequest("For 'properties/title', nil is not a string or integer.");
  const body = text(fields, 'body');
  const labels = names(fields, 'labels', 'name') ?? [];
  const single = text(fields, 'assignee');
  const assignees = names(fields, 'assignees', 'login') ?? (single ? [single] : []);
  const push = mayPush(token);
  reject([
    ...titleErrors(heading),
    ...bodyErrors(body),
    ...(push ? [...labelErrors(labels), ...assigneeErrors(repository, assignees)] : []),
  ]);
  const issue = repository.open(author(token), {
    title: heading,
    body: body ?? null,
    ...(push ? { labels, assignees } : {}),
  });
  const rendered = render.issue(repository, issue, 'single');
  return { status: 201, body: rendered, headers: { location: String(rendered['url']) } };
}

/** Docs: "Update an issue": labels and assignees replace those there are. */
function update(context: Context): Reply {
  const { repository, request, render, options } = context;
  const token = requireWrite(repository, context.token);
  const issue = issueOf(context);
  const fields = asFields(request.body ?? {});
  const heading = title(fields);
  const body = text(fields, 'body');
  const state = text(fields, 'state');
  const reason = text(fields, 'state_reason');
  const labels = names(fields, 'labels', 'name');
  const assignees = names(fields, 'assignees', 'login');
  const push = mayPush(token);
  const keepsBody = options.oversizedEdit === 'ignored' && isTooLong(body);
  reject([
    ...(typeof heading === 'string' ? titleErrors(heading) : []),
    ...(keepsBody ? [] : bodyErrors(body).slice(1)),
    ...(isOneOf(state, ['open', 'closed']) ? [] : [invalid('state', state)]),
    ...(isOneOf(reason, ['completed', 'not_planned', 'duplicate', 'reopened'])
      ? []
      : [invalid('state_reason', reason)]),
    ...(push ? [...labelErrors(labels), ...assigneeErrors(repository, assignees)] : []),
  ]);
  const by = author(token);
  if (typeof heading === 'string') repository.setTitle(issue, heading, by);
  if (body !== undefined && !keepsBody) repository.setBody(issue, body);
  if (labels && push) repository.setLabels(issue, labels, by);
  if (assignees && push) repository.setAssignees(issue, assignees, by);
  if (state)
    repository.setState(issue, state as Issue['state'], by, reason as StateReason | null | undefined);
  return { status: 200, body: render.issue(repository, issue, 'single') };
}

const invalid = (field: string, value: unknown) =>
  ({ value, resource: 'Issue', field, code: 'invalid' }) as const;
const isOneOf = (value: string | null | undefined, known: readonly string[]): boolean =>
  value === undefined || value === null || known.includes(value);

/** Who writes with a token: the account alone, nothing of the credential. */
export const author = ({ login, type }: { login: string; type: 'Bot' | 'User' }) => ({ login, type });

export const issueRoutes: readonly Route[] = [
  { method: 'GET', pattern: /^\/issues$/, handle: list },
  { method: 'POST', pattern: /^\/issues$/, handle: create },
  {
    method: 'GET',
    pattern: /^\/issues\/(\d+)$/,
    handle: (context) => {
      requireRead(context.repository, context.token);
      return { status: 200, body: context.render.issue(context.repository, issueOf(context), 'single') };
    },
  },
  { method: 'PATCH', pattern: /^\/issues\/(\d+)$/, handle: update },
];
