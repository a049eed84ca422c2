import { authenticate, requireVisible } from './access.ts';
import { notAccessible, notFound, Refusal, refusal } from './errors.ts';
import { answerGraphql } from './graphql.ts';
import type { Renderer } from './render.ts';
import type { Repository } from './repository.ts';
import { commentAndLabelRoutes } from './routes/comments-labels.ts';
import type { Route } from './routes/context.ts';
import { issueRoutes } from './routes/issues.ts';
import type { GitHubOptions, Reply, RequestRecord, Token } from './types.ts';

export interface World {
  readonly api: string;
  readonly tokens: readonly Token[];
  readonly repositories: readonly Repository[];
  readonly render: Renderer;
  readonly options: GitHubOptions;
}

const repositoryRoute: Route = {
  method: 'GET',
  pattern: /^$/,
  handle: ({ repository, token, render }) => ({ status: 200, body: render.repository(repository, token) }),
};
const ROUTES: readonly Route[] = [repositoryRoute, ...issueRoutes, ...commentAndLabelRoutes];

/** Answers a request and makes it take effect. Never throws for what the request holds. */
export function answer(world: World, request: RequestRecord): Reply {
  try {
    return route(world, request);
  } catch (error) {
    if (error instanceof Refusal) return error.reply;
    throw error;
  }
}

function route(world: World, request: RequestRecord): Reply {
  // Docs: "Troubleshooting the REST API", "User agent required".
  if (!request.headers['user-agent']) {
    throw refusal(
      403,
      'Request forbidden by administrative rules. Please make sure your request has a User-Agent header.',
    );
  }
  const token = authenticate(request.headers['authorization'], world.tokens);
  if (request.path === '/graphql') {
    if (request.method !== 'POST') throw notFound();
    return answerGraphql(token, request.body);
  }
  if (request.body instanceof Error) throw refusal(400, 'Problems parsing JSON');
  if (request.path === '/user') return user(world, token);
  const login = /^\/users\/([^/]+)$/.exec(request.path)?.[1];
  if (login !== undefined) return userNamed(world, decode(login));
  // Search lags behind the issues by seconds to minutes; here it never catches up.
  if (request.path === '/search/issues') {
    return { status: 200, body: { total_count: 0, incomplete_results: false, items: [] } };
  }
  return inRepository(world, request, token);
}

/** `GET /user` is for people: an installation token is refused. */
function user(world: World, token: Token | undefined): Reply {
  if (!token) throw refusal(401, 'Requires authentication');
  if (token.type === 'Bot') throw notAccessible('Bot');
  return { status: 200, body: world.render.account({ login: token.login, type: token.type }) };
}

/** Docs: "Get a user": public, for any token and without one; 404 if there is no such account. */
function userNamed(world: World, login: string): Reply {
  const assignable = world.repositories.flatMap((repository) => repository.assignable);
  const logins = [
    ...(world.options.accounts ?? []),
    ...assignable,
    ...world.tokens.map((token) => token.login),
  ];
  const found = logins.find((known) => known.toLowerCase() === login.toLowerCase());
  if (found === undefined) throw notFound();
  return {
    status: 200,
    body: world.render.account({ login: found, type: found.endsWith('[bot]') ? 'Bot' : 'User' }),
  };
}

function inRepository(world: World, request: RequestRecord, token: Token | undefined): Reply {
  const match = /^\/(?:repos\/([^/]+\/[^/]+)|repositories\/(\d+))(\/.*)?$/.exec(request.path);
  const name = decode(match?.[1] ?? '').toLowerCase();
  const rest = match?.[3] ?? '';
  const repository = world.repositories.find(
    (candidate) => candidate.fullName.toLowerCase() === name || String(candidate.id) === match?.[2],
  );
  const byId = (found: Repository): string => `${world.api}/repositories/${found.id}`;
  if (!repository) {
    const renamed = world.repositories.find(({ seed }) =>
      seed.formerNames?.some((former) => former.toLowerCase() === name),
    );
    if (!renamed) throw notFound();
    requireVisible(renamed, token);
    return redirect(request, `${byId(renamed)}${rest}`);
  }
  requireVisible(repository, token);
  const fits = ROUTES.map((candidate) => ({ candidate, parts: candidate.pattern.exec(rest) }));
  const hit = fits.find(({ candidate, parts }) => parts && candidate.method === request.method);
  if (!hit?.parts) throw notFound();
  return hit.candidate.handle({
    request,
    token,
    repository,
    parts: hit.parts.slice(1).map(decode),
    render: world.render,
    options: world.options,
    byId: byId(repository),
  });
}

/** A renamed repository: 301 for reading, 307 for writing, so that the method stays (docs: "Best practices for using the REST API"). */
function redirect(request: RequestRecord, to: string): Reply {
  const search = new URLSearchParams(request.query).toString();
  const url = search === '' ? to : `${to}?${search}`;
  const reads = request.method === 'GET';
  const body = { message: reads ? 'Moved Permanently' : 'Temporary Redirect', url };
  return { status: reads ? 301 : 307, headers: { location: url }, body };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw notFound();
  }
}
