import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Reply, RequestRecord } from './types.ts';

/** A request as a record: path without the base path, headers and body read. */
export async function readRequest(message: IncomingMessage, basePath: string): Promise<RequestRecord> {
  const url = new URL(message.url ?? '/', 'http://sandbox');
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) headers[name] = String(value);
  return {
    method: message.method ?? 'GET',
    path: withoutBase(url.pathname, basePath),
    query: Object.fromEntries(url.searchParams),
    headers,
    body: parse(Buffer.concat(chunks).toString('utf8')),
    status: null,
  };
}

/** On Enterprise Server, GraphQL is not below the REST API but at `/api/graphql` (docs: "Forming calls with GraphQL"). */
function withoutBase(path: string, basePath: string): string {
  if (basePath === '') return path;
  if (path === graphqlPath(basePath)) return '/graphql';
  return path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : `/outside${path}`;
}

export const graphqlPath = (basePath: string): string => `${basePath.replace(/\/v3$/, '')}/graphql`;

/** What is not JSON is recorded as the error it made, and refused later. */
function parse(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    return error;
  }
}

/** Headers every answer has: docs, "Rate limits for the REST API" (1,000 an hour is a workflow token's). */
function common(count: number, now: Date): Record<string, string> {
  const used = count % 1000;
  return {
    'x-github-media-type': 'github.v3; format=json',
    'x-github-request-id': `SANDBOX:${count}`,
    'x-ratelimit-limit': '1000',
    'x-ratelimit-remaining': String(1000 - used),
    'x-ratelimit-used': String(used),
    'x-ratelimit-reset': String(Math.ceil(now.getTime() / 1000) + 3600),
    'x-ratelimit-resource': 'core',
  };
}

/** @param cut send the headers and half of the body, then drop the connection */
export function send(response: ServerResponse, reply: Reply, count: number, now: Date, cut = false): void {
  const { body } = reply;
  const payload = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  const bytes = Buffer.from(payload);
  response.writeHead(reply.status, {
    ...(bytes.length > 0 ? { 'content-type': 'application/json; charset=utf-8' } : {}),
    ...(reply.status === 204 ? {} : { 'content-length': String(bytes.length) }),
    ...common(count, now),
    ...reply.headers,
  });
  if (!cut) {
    response.end(bytes);
    return;
  }
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
}
