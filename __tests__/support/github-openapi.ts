import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import type { RequestRecord } from '../../sandbox/github/index.ts';

/** Requests held against GitHub's own description of its REST API (the npm package @octokit/openapi). */

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: object;
}

interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: {
    readonly required?: boolean;
    readonly content: Readonly<Record<string, { readonly schema: object }>>;
  };
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const require = createRequire(import.meta.url);
const FILE = '@octokit/openapi/generated/api.github.com.json';
let description: Description | undefined;
const validators = new Map<string, ValidateFunction>();

const ajv = new Ajv({ strict: false, allErrors: true });
formats.default(ajv);
const coercing = new Ajv({ strict: false, allErrors: true, coerceTypes: true });
formats.default(coercing);

/** What is wrong with the requests: one line each; none where each of them is as GitHub describes it. */
export function complaintsAbout(requests: readonly RequestRecord[]): string[] {
  return requests.flatMap((request) => {
    if (request.path === '/graphql') return graphqlComplaints(request);
    return restComplaints(request).map((line) => `${request.method} ${request.path}: ${line}`);
  });
}

function graphqlComplaints({ method, body }: RequestRecord): string[] {
  const isQuery =
    typeof body === 'object' && body !== null && 'query' in body && typeof body.query === 'string';
  return method === 'POST' && isQuery ? [] : [`${method} /graphql: no query`];
}

function read(): Description {
  description ??= JSON.parse(readFileSync(require.resolve(FILE), 'utf8')) as Description;
  return description;
}

/** What a reference such as `#/components/parameters/owner` stands for; anything else as it is. */
function resolved<T>(value: T): T {
  if (typeof value !== 'object' || value === null || !('$ref' in value)) return value;
  const path = String(value.$ref).slice(2).split('/');
  return path.reduce((at: unknown, name) => (at as Record<string, unknown>)[name], read()) as T;
}

function restComplaints(request: RequestRecord): string[] {
  const found = operationOf(read(), request);
  if (found === null) return ['GitHub describes no such call'];
  const { name, operation, values } = found;
  const parameters = (operation.parameters ?? []).map(resolved);
  const { requestBody } = operation;
  const query = parameters.filter((parameter) => parameter.in === 'query');
  const complaints = Object.keys(request.query)
    .filter((key) => !query.some((parameter) => parameter.name === key) && !FOLLOWED.has(key))
    .map((key) => `unknown parameter ${key}`);
  for (const parameter of parameters) {
    const value = parameter.in === 'path' ? values[parameter.name] : request.query[parameter.name];
    if (parameter.in === 'header') continue;
    if (value === undefined) {
      if (parameter.required === true) complaints.push(`parameter ${parameter.name} is missing`);
      continue;
    }
    const schema = { type: 'object', properties: { value: parameter.schema } };
    complaints.push(...complain(coercing, `${name} ${parameter.name}`, schema, { value }));
  }
  const bodySchema = resolved(requestBody?.content['application/json']?.schema);
  if (request.body === undefined) {
    if (requestBody?.required === true) complaints.push('the body is missing');
  } else if (bodySchema === undefined) {
    complaints.push('a body where none is described');
  } else {
    complaints.push(...complain(ajv, `${name} body`, bodySchema, request.body));
    complaints.push(...unknownMembers(bodySchema, request.body));
  }
  return complaints;
}

/** Of links to the next page, which are GitHub's own. */
const FOLLOWED = new Set(['page', 'after']);

function complain(validator: Ajv, name: string, schema: object, value: unknown): string[] {
  const validate = validators.get(name) ?? validator.compile(asJsonSchema(schema) as object);
  validators.set(name, validate);
  if (validate(value)) return [];
  return (validate.errors ?? []).map((error) => `${name}${error.instancePath} ${error.message ?? ''}`);
}

/** OpenAPI 3.0 says `nullable` where JSON Schema says that null is another type. */
function asJsonSchema(reference: unknown): unknown {
  const schema = resolved(reference);
  if (Array.isArray(schema)) return schema.map(asJsonSchema);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { nullable, ...others } = schema as Record<string, unknown>;
  const plain = Object.fromEntries(Object.entries(others).map(([key, value]) => [key, asJsonSchema(value)]));
  return nullable === true ? { anyOf: [plain, { type: 'null' }] } : plain;
}

/** GitHub ignores members that it does not know: what they were meant for would not happen. */
function unknownMembers(schema: object, body: unknown): string[] {
  if (!('properties' in schema) || typeof body !== 'object' || body === null) return [];
  const known = Object.keys(schema.properties as object);
  return Object.keys(body)
    .filter((key) => !known.includes(key))
    .map((key) => `unknown member ${key} in the body`);
}

function operationOf({ paths }: Description, { method, path }: RequestRecord) {
  for (const [template, operations] of Object.entries(paths)) {
    const operation = operations[method.toLowerCase()];
    if (operation === undefined) continue;
    const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
    const match = new RegExp(`^${template.replace(/\{\w+\}/g, '([^/]+)')}$`).exec(byName(path));
    if (match === null) continue;
    const values = Object.fromEntries(
      names.map((name, at) => [name, decodeURIComponent(match[at + 1] ?? '')]),
    );
    return { name: `${method} ${template}`, operation, values };
  }
  return null;
}

/** The links to further pages name a repository by its number; the calls are the same. */
function byName(path: string): string {
  return path.replace(/^\/repositories\/\d+(?=\/)/, '/repos/owner/name');
}
