// The command `gh api`, as far as the release workflow uses it, on a GitHub that is the file GH_STATE:
// { tags: { name: sha }, releases: { tag: { name, body } } }.
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    method: { type: 'string', default: 'GET' },
    silent: { type: 'boolean', default: false },
    jq: { type: 'string' },
    'raw-field': { type: 'string', short: 'f', multiple: true, default: [] },
    field: { type: 'string', short: 'F', multiple: true, default: [] },
  },
});
const [command, path = ''] = positionals;
const state = JSON.parse(readFileSync(process.env.GH_STATE, 'utf8'));
const { tags, releases } = state;

/** -f takes the text as it is; -F knows true and false, and reads a file after an @. */
const given = Object.fromEntries([
  ...values['raw-field'].map((text) => fieldOf(text, (value) => value)),
  ...values.field.map((text) => fieldOf(text, typed)),
]);
function fieldOf(text, read) {
  const at = text.indexOf('=');
  return [text.slice(0, at), read(text.slice(at + 1))];
}
function typed(value) {
  if (value === 'true' || value === 'false') return value === 'true';
  return value.startsWith('@') ? readFileSync(value.slice(1), 'utf8') : value;
}

const tagOf = (ref) => /^refs\/tags\/(.+)$/.exec(ref)?.[1];
const ROUTES = [
  [/^GET git\/ref\/tags\/(.+)$/, (tag) => (tag in tags ? { object: { sha: tags[tag] } } : 404)],
  [/^POST git\/refs$/, () => (tagOf(given.ref) in tags ? 422 : setTag(tagOf(given.ref)))],
  // Without force, a tag may only move along a line of commits.
  [/^PATCH git\/refs\/tags\/(.+)$/, (tag) => (tag in tags && given.force === true ? setTag(tag) : 422)],
  [/^GET releases\/tags\/(.+)$/, (tag) => releases[tag] ?? 404],
  [/^POST releases$/, () => release(given)],
];
function setTag(tag) {
  // Where a workflow has changed since, a tag can take the right "workflows".
  if (tag === process.env.GH_REFUSED_TAG) return 403;
  tags[tag] = given.sha;
  return {};
}
/** A target takes the right "workflows" at times; without a tag, GitHub would make one where main is by now. */
function release({ tag_name, target_commitish, ...rest }) {
  if (target_commitish !== undefined) return 403;
  if (tag_name in releases || !(tag_name in tags)) return 422;
  releases[tag_name] = rest;
  return {};
}

function answer() {
  if (command !== 'api' || !process.env.GH_TOKEN) return 401;
  for (const [route, reply] of ROUTES) {
    const match = route.exec(`${values.method} ${path.replace('repos/acme/rooms/', '')}`);
    if (match) return reply(match[1]);
  }
  return 404;
}

const reply = answer();
if (typeof reply === 'number') {
  // The body of an error goes to the standard output, as it does with gh.
  if (!values.silent) process.stdout.write('{"message":"Refused"}');
  process.stderr.write(`gh: Refused (HTTP ${reply})\n`);
  process.exit(1);
}
writeFileSync(process.env.GH_STATE, JSON.stringify(state));
const shown = (values.jq ?? '').split('.').filter(Boolean);
if (!values.silent) process.stdout.write(`${shown.reduce((part, name) => part[name], reply)}\n`);
