import { refusal } from './errors.ts';
import type { Reply, Token } from './types.ts';

const NAME = '[_A-Za-z][_0-9A-Za-z]*';
const VIEWER = new RegExp(
  `^(?:query(?: ${NAME})?)? ?\\{ ?(?:(${NAME}) ?: ?)?(${NAME}) ?(?:\\{([^{}]*)\\} ?)?\\}$`,
);
const FIELD = new RegExp(`(?:(${NAME}) ?: ?)?(${NAME})`, 'g');

/** Errors of GraphQL come with status 200 (docs: "Troubleshooting GraphQL API errors"). */
const failed = (message: string, extra: Record<string, unknown> = {}): Reply => ({
  status: 200,
  body: { errors: [{ ...extra, locations: [{ line: 1, column: 1 }], message }] },
});

const unknownField = (typeName: string, fieldName: string, path: string[]): Reply =>
  failed(`Field '${fieldName}' doesn't exist on type '${typeName}'`, {
    path,
    extensions: { code: 'undefinedField', typeName, fieldName },
  });

/**
 * `viewer`, and nothing else of GraphQL. An installation token may ask it, and gets the login of its app
 * **with** `[bot]`, as REST has it; `author.login` of an issue, which is not offered here, comes without it in
 * GraphQL. (docs: GraphQL reference, `viewer`; observed in github.com/fullsend-ai/fullsend pull request 1953)
 */
export function answerGraphql(token: Token | undefined, body: unknown): Reply {
  if (!token) throw refusal(401, 'This endpoint requires you to be authenticated.');
  const query = typeof body === 'object' && body !== null ? (body as { query?: unknown }).query : undefined;
  if (typeof query !== 'string') {
    return {
      status: 400,
      body: { errors: [{ message: 'A query attribute must be specified and must be a string.' }] },
    };
  }
  const flat = query
    .replace(/#[^\n\r]*/g, ' ')
    .replace(/[\s,\uFEFF]+/g, ' ')
    .trim();
  const match = VIEWER.exec(flat);
  if (!match) return failed('Parse error: the sandbox answers queries of viewer only');
  const [, alias, root = '', selection] = match;
  if (root !== 'viewer') return unknownField('Query', root, ['query', root]);
  if (selection === undefined || selection.trim() === '') {
    return failed("Field must have selections (field 'viewer' returns User but has no selections.)");
  }
  const known: Record<string, unknown> = { __typename: 'User', login: token.login };
  const answer: Record<string, unknown> = {};
  for (const [, as, field = ''] of selection.matchAll(FIELD)) {
    if (!(field in known)) return unknownField('User', field, ['query', 'viewer', field]);
    answer[as ?? field] = known[field];
  }
  return { status: 200, body: { data: { [alias ?? 'viewer']: answer } } };
}
