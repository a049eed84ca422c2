import { mayPush, requireRead, requireWrite } from '../access.ts';
import { type FieldError, invalidRequest, locked, notFound } from '../errors.ts';
import { asFields, isTooLong, labelErrors, names, reject, text } from '../fields.ts';
import { characters, MAX_ASSIGNEES, MAX_BODY, MAX_LABEL_DESCRIPTION, MAX_LABEL_NAME } from '../limits.ts';
import { paginate } from '../paging.ts';
import type { Reply } from '../types.ts';
import type { Context, Route } from './context.ts';
import { author, issueOf } from './issues.ts';

/** Comments, labels, assignees and events of an issue. */

/** Docs: "Create an issue comment"; the two errors as the API words them, under the odd field `data`. */
function createComment(context: Context): Reply {
  const { repository, request, render } = context;
  const token = requireWrite(repository, context.token);
  const issue = issueOf(context);
  if (issue.locked && token.type === 'Bot') throw locked();
  const body = text(asFields(request.body), 'body');
  if (typeof body !== 'string') throw invalidRequest('"body" wasn\'t supplied.');
  const error = (message: string): FieldError[] => [
    { resource: 'IssueComment', code: 'unprocessable', field: 'data', message },
  ];
  if (body.trim() === '') reject(error('Body cannot be blank'));
  if (isTooLong(body)) reject(error(`Body is too long (maximum is ${MAX_BODY} characters)`));
  const comment = render.comment(repository, issue, repository.comment(issue, author(token), body));
  return { status: 201, body: comment, headers: { location: String(comment['url']) } };
}

/** Docs: "Create a label". Names are unique whatever their case. */
function createLabel(context: Context): Reply {
  const { repository, request, render } = context;
  requireWrite(repository, context.token);
  const fields = asFields(request.body);
  const name = text(fields, 'name');
  if (typeof name !== 'string') throw invalidRequest('"name" wasn\'t supplied.');
  const color = text(fields, 'color') ?? 'ededed';
  const description = text(fields, 'description') ?? null;
  const error = (field: string, code: FieldError['code'], message?: string): FieldError => ({
    resource: 'Label',
    code,
    field,
    ...(message === undefined ? {} : { message }),
  });
  const tooLong = (field: string, max: number): FieldError =>
    error(field, 'custom', `${field} is too long (maximum is ${max} characters)`);
  reject([
    ...(name.trim() === '' ? [error('name', 'missing_field')] : []),
    ...(characters(name) > MAX_LABEL_NAME ? [tooLong('name', MAX_LABEL_NAME)] : []),
    ...(repository.label(name) ? [error('name', 'already_exists')] : []),
    ...(/^[0-9a-f]{6}$/i.test(color) ? [] : [error('color', 'invalid')]),
    ...(characters(description ?? '') > MAX_LABEL_DESCRIPTION
      ? [tooLong('description', MAX_LABEL_DESCRIPTION)]
      : []),
  ]);
  const label = render.label(repository, repository.addLabel(name, color, description));
  return { status: 201, body: label, headers: { location: String(label['url']) } };
}

/** Docs: "Add labels to an issue": an object with `labels`, or the list itself. */
function addLabels(context: Context): Reply {
  const { repository, request, render } = context;
  const token = requireWrite(repository, context.token);
  const issue = issueOf(context);
  const { body } = request;
  const added = names(asFields(Array.isArray(body) ? { labels: body } : body), 'labels', 'name') ?? [];
  if (mayPush(token)) {
    reject(labelErrors(added));
    repository.setLabels(issue, [...issue.labels, ...added], author(token));
  }
  const labels = issue.labels.flatMap((name) => repository.label(name) ?? []);
  return { status: 200, body: labels.map((label) => render.label(repository, label)) };
}

/**
 * Docs: "Add assignees to an issue": at most ten. Unlike creation, it answers 201 and leaves out accounts that may
 * not be assigned; only the answer shows who was.
 */
function addAssignees(context: Context): Reply {
  const { repository, request, render } = context;
  const token = requireWrite(repository, context.token);
  const issue = issueOf(context);
  const added = names(asFields(request.body), 'assignees', 'login') ?? [];
  if (mayPush(token)) {
    const wanted = [...issue.assignees, ...added.filter((login) => repository.mayBeAssigned(login))];
    repository.setAssignees(issue, wanted.slice(0, MAX_ASSIGNEES), author(token));
  }
  return { status: 201, body: render.issue(repository, issue, 'single') };
}

/** Docs: "List issue events" and "List timeline events for an issue", oldest first; only the latter has comments. */
function events(context: Context, withComments: boolean): Reply {
  const { repository, request, render, byId } = context;
  requireRead(repository, context.token);
  const issue = issueOf(context);
  const entries = issue.events.map((event) => ({ id: event.id, body: render.event(repository, event) }));
  for (const comment of withComments ? issue.comments : []) {
    const body = { ...render.comment(repository, issue, comment), event: 'commented' };
    entries.push({ id: comment.id, body: { ...body, actor: render.account(comment.author) } });
  }
  entries.sort((a, b) => a.id - b.id);
  const path = `${byId}/issues/${issue.number}/${withComments ? 'timeline' : 'events'}`;
  return paginate(
    entries.map(({ body }) => body),
    request.query,
    path,
  );
}

function listComments(context: Context): Reply {
  const { repository, request, render, byId } = context;
  requireRead(repository, context.token);
  const issue = issueOf(context);
  const entries = issue.comments.map((comment) => render.comment(repository, issue, comment));
  return paginate(entries, request.query, `${byId}/issues/${issue.number}/comments`);
}

function getLabel({ repository, token, parts, render }: Context): Reply {
  requireRead(repository, token);
  const label = repository.label(parts[0] ?? '');
  if (!label) throw notFound();
  return { status: 200, body: render.label(repository, label) };
}

/** Docs: "Check if a user can be assigned": 204 without a body, or 404. */
function checkAssignee({ repository, token, parts }: Context): Reply {
  requireRead(repository, token);
  if (!repository.mayBeAssigned(parts[0] ?? '')) throw notFound();
  return { status: 204 };
}

export const commentAndLabelRoutes: readonly Route[] = [
  { method: 'GET', pattern: /^\/issues\/(\d+)\/comments$/, handle: listComments },
  { method: 'POST', pattern: /^\/issues\/(\d+)\/comments$/, handle: createComment },
  { method: 'POST', pattern: /^\/issues\/(\d+)\/labels$/, handle: addLabels },
  { method: 'POST', pattern: /^\/issues\/(\d+)\/assignees$/, handle: addAssignees },
  { method: 'GET', pattern: /^\/issues\/(\d+)\/events$/, handle: (context) => events(context, false) },
  { method: 'GET', pattern: /^\/issues\/(\d+)\/timeline$/, handle: (context) => events(context, true) },
  { method: 'GET', pattern: /^\/labels\/([^/]+)$/, handle: getLabel },
  { method: 'POST', pattern: /^\/labels$/, handle: createLabel },
  { method: 'GET', pattern: /^\/assignees\/([^/]+)$/, handle: checkAssignee },
];
