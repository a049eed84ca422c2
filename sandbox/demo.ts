import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type GitHubSandbox, startGitHub } from './github/index.ts';
import {
  type Account,
  DAY_MS,
  PORTAL_OWNER,
  type Portal,
  type RoomSeed,
  startPortal,
} from './portal/index.ts';
import { runAction } from './runner.ts';

/**
 * Runs the built action against a portal and a GitHub on loopback and shows what it leaves behind: `npm run demo`.
 * First one run with a report, then three runs, a week apart, that keep a tracking issue, then runs that archive the rooms
 * which somebody approved by one box.
 */

const DIRECTORY = fileURLToPath(new URL('../demo-output', import.meta.url));
/** Of an output, so much is shown: `abandoned-rooms` is a long line. */
const SHOWN_CHARACTERS = 80;
/** Of the issue's body, so many lines are shown. */
const SHOWN_LINES = 12;
/** How many rooms one run of the archive's story moves. */
const ARCHIVED_AT_ONCE = 3;
/** The picture in the README shows the summary of these rooms. */
const SEED = 35589;

await rm(DIRECTORY, { recursive: true, force: true });
const reported = await showReport();
// Null: ended by a signal.
const tracked = reported === 0 ? await showTrackingIssue() : (reported ?? 1);
process.exitCode = tracked === 0 ? await showArchive() : tracked;

/** One run over a portal with rooms of every kind. */
async function showReport(): Promise<number | null> {
  const portal = await startPortal({ roomCount: 120, seed: SEED });
  console.log(
    `A DocSpace portal runs at ${portal.url}, with 120 rooms, archived ones and templates among them.`,
  );
  console.log('Some titles and names try to break a report. The log of the action:\n');
  try {
    const { exitCode, outputs } = await runAction({
      directory: DIRECTORY,
      echo: true,
      inputs: {
        'docspace-url': portal.url,
        'docspace-api-key': portal.apiKey,
        'inactive-days': '90',
        'max-abandoned': '100',
        redact: 'never',
        'report-directory': join(DIRECTORY, 'report'),
      },
    });
    console.log('\nOutputs:');
    console.log(table(outputs));
    console.log(`\nJob summary: ${here('summary.md')}`);
    console.log(`Report files: ${here('report')}`);
    console.log(`Requests to the portal: ${portal.requests.length}`);
    console.log(`Exit code: ${exitCode}`);
    return exitCode;
  } finally {
    await portal.close();
  }
}

/** Three runs over a small portal that lives on in between. Returns the exit code. */
async function showTrackingIssue(): Promise<number> {
  const start = Date.now();
  let week = 0;
  const now = () => new Date(Date.now() + week * 7 * DAY_MS);
  const ago = (days: number) => new Date(start - days * DAY_MS);
  const portal = await startPortal({ now });
  const github = await startGitHub({ now });
  const { rooms } = portal;
  const { people } = github;

  const ann: Account = { id: '0e6ac5a1-0000-4000-8000-000000000001', displayName: 'Ann Lee' };
  const juergen: Account = {
    id: '0e6ac5a1-0000-4000-8000-000000000002',
    displayName: "Jürgen O'Brien-Müller",
  };
  const room = (by: Account, days: number, title: string, seed: RoomSeed = {}) =>
    rooms.createRoom(seed.id, by, ago(days), { title, roomType: 2, managers: [PORTAL_OWNER.id], ...seed });
  const campaign = room(ann, 420, 'Spring campaign', { usedSpace: 8_400_000_000 });
  rooms.upload(campaign, juergen, ago(412));
  const photos = room(ann, 380, 'Photo archive', { id: 'drive-15', roomType: 5 });
  rooms.upload(photos, ann, ago(290));
  const tender = room(juergen, 300, 'Tender @acme, closes #7', { roomType: 8, usedSpace: 1_200_000_000 });
  rooms.invite(tender, juergen, ago(240), { member: ann });
  const website = room(ann, 200, 'Website relaunch', { roomType: 6, usedSpace: 640_000_000 });
  rooms.deleteFile(website, ann, ago(150));
  const forms = room(juergen, 200, 'Leave requests', { roomType: 1 });
  rooms.fillForm(forms, ann, ago(5));
  const minutes = room(juergen, 160, 'Board minutes', { usedSpace: 92_000_000 });
  rooms.saveFile(minutes, juergen, ago(87));
  const handbook = room(ann, 30, 'Handbook');
  rooms.saveFile(handbook, ann, ago(1));

  /** A week passes, and things happen at its end. */
  const nextWeek = (says: string, happens: () => void): void => {
    week += 1;
    happens();
    console.log(`\nA week later. ${says}`);
  };

  try {
    console.log('\n\n=== The tracking issue ===\n');
    console.log('Another portal of 7 rooms, and a GitHub, both on loopback. Three runs, a week apart.');
    const codes = [await trackOnce(portal, github, 1, week)];

    nextWeek(
      'Ann has ticked "Photo archive" in the issue and saved a file in "Website relaunch". Nobody used "Board minutes".',
      () => {
        people.tick(1, 'Photo archive', 'ann');
        rooms.saveFile(website, ann, now());
      },
    );
    codes.push(await trackOnce(portal, github, 2, week));

    nextWeek(
      'Jürgen has deleted "Spring campaign", archived the tender, and uploaded a file to "Board minutes".',
      () => {
        rooms.deleteRoom(campaign, juergen, now());
        rooms.archive(tender, juergen, now());
        rooms.upload(minutes, juergen, now());
      },
    );
    codes.push(await trackOnce(portal, github, 3, week));
    return codes.find((code) => code !== 0) ?? 0;
  } finally {
    await Promise.all([portal.close(), github.close()]);
  }
}

/**
 * Five runs: rooms are listed, approved by one box, archived in three runs, and one of them is restored in the portal.
 * Returns the exit code.
 */
async function showArchive(): Promise<number> {
  const start = Date.now();
  let days = 0;
  const now = () => new Date(Date.now() + days * DAY_MS);
  const portal = await startPortal({ now });
  const github = await startGitHub({ now });
  const ann: Account = {
    id: '0e6ac5a1-0000-4000-8000-000000000001',
    displayName: 'Ann Lee',
    email: 'ann@example.com',
  };
  const ben: Account = {
    id: '0e6ac5a1-0000-4000-8000-000000000003',
    displayName: 'Ben Ode',
    email: 'ben@example.com',
    status: 'disabled',
  };
  const makeRoom = (title: string, lastUsedDaysAgo: number, owner: Account, seed: RoomSeed = {}) => {
    const at = new Date(start - lastUsedDaysAgo * DAY_MS);
    const made = new Date(at.getTime() - DAY_MS);
    const id = portal.rooms.createRoom(undefined, owner, made, { title, roomType: 2, ...seed });
    portal.rooms.upload(id, owner, at);
    return id;
  };
  const fair = makeRoom('Trade fair 2024', 500, ann, { shared: true });
  for (const [index, title] of [
    'Trade fair 2023',
    'Old price lists',
    'Intranet pilot',
    'Move to Lyon',
  ].entries()) {
    makeRoom(title, 450 - 30 * index, ann);
  }
  for (const title of ['Summer party', 'Office plants', 'Parking']) makeRoom(title, 200, ben);
  const run = async (what: string): Promise<number> => {
    const before = portal.requests.length;
    const { exitCode, stdout, outputs } = await runAction({
      directory: join(DIRECTORY, `archive-${days}`),
      nodeArguments: ['--import', clockAhead(days * DAY_MS)],
      env: { GITHUB_API_URL: github.url, GITHUB_GRAPHQL_URL: github.graphqlUrl },
      inputs: {
        'docspace-url': portal.url,
        'docspace-api-key': portal.apiKey,
        'inactive-days': '90',
        'tracking-issue': 'true',
        'github-token': github.token,
        redact: 'never',
        'owner-contacts': 'true',
        archive: 'approved',
        'max-archive': String(ARCHIVED_AT_ONCE),
      },
    });
    const said = stdout.split('\n').filter((line) => /^(?:Total|No rooms|Archived|Not archived)/.test(line));
    const writes = portal.requests.slice(before).filter(({ method }) => method !== 'GET');
    console.log(`\n${what}`);
    for (const line of said) console.log(`    | ${line}`);
    for (const { method, path } of writes) console.log(`    ${method} ${path}`);
    if (days === 0 && outputs['report-owners']) await showOwners(outputs['report-owners']);
    if (exitCode !== 0) console.log(stdout);
    const boxes = (github.repository().issue(1).body ?? '')
      .split('\n')
      .filter((line) => line.includes('archive-all'));
    if (boxes.length > 0) console.log(`  Box:\n${indented(boxes.join('\n'))}`);
    return exitCode ?? 1;
  };

  try {
    console.log('\n\n=== The archive ===\n');
    console.log(
      'A portal of 8 rooms. The action may archive what people approve (archive: approved), 3 rooms a run.',
    );
    const codes = [await run('Day 0. All rooms are abandoned, and nobody has approved anything.')];

    days = 1;
    github.people.tick(1, '<!-- archive-all ');
    codes.push(await run('Day 1. Ann has ticked the box for all rooms.'));
    const comment = github.repository().issue(1).comments.at(-1);
    if (comment !== undefined) console.log(`  Comment:\n${indented(comment.body)}`);

    days = 2;
    codes.push(await run('Day 2. The next rooms follow.'));
    days = 3;
    codes.push(await run('Day 3. The last ones, and nothing is approved any more.'));

    days = 8;
    portal.rooms.unarchive(fair, ann, now());
    codes.push(await run('Day 8. Ann has restored a room in the portal, which counts as activity.'));
    return codes.find((code) => code !== 0) ?? 0;
  } finally {
    await Promise.all([portal.close(), github.close()]);
  }
}

/** What the report file by owner holds. */
async function showOwners(path: string): Promise<void> {
  const { owners } = JSON.parse(await readFile(path, 'utf8')) as {
    owners: { name: string | null; email: string | null; isDisabled: boolean; rooms: unknown[] }[];
  };
  console.log(`  By owner (${relative(process.cwd(), path)}):`);
  for (const { name, email, isDisabled, rooms } of owners) {
    console.log(
      `    | ${name}, ${email ?? 'no address'}${isDisabled ? ', disabled' : ''}: ${count(rooms.length, 'room')}`,
    );
  }
}

/** Runs the action once, and says what became of the issue. */
async function trackOnce(portal: Portal, github: GitHubSandbox, nth: number, week: number): Promise<number> {
  const requestsBefore = github.requests.length;
  const commentsBefore = github.repository().issues.flatMap(({ comments }) => comments).length;
  const directory = join(DIRECTORY, `run-${nth}`);
  const { exitCode, outputs, stdout } = await runAction({
    directory,
    nodeArguments: ['--import', clockAhead(week * 7 * DAY_MS)],
    env: { GITHUB_API_URL: github.url, GITHUB_GRAPHQL_URL: github.graphqlUrl },
    inputs: {
      'docspace-url': portal.url,
      'docspace-api-key': portal.apiKey,
      'inactive-days': '90',
      'tracking-issue': 'true',
      'github-token': github.token,
    },
  });
  if (exitCode !== 0) {
    console.log(stdout);
    return exitCode ?? 1;
  }
  const asked = github.requests.slice(requestsBefore);
  const writes = asked.filter(({ method, path }) => method !== 'GET' && path !== '/graphql');
  const issue = github.repository().issue(Number(outputs['issue-number']));
  const comment = issue.comments[commentsBefore];
  const file = join(DIRECTORY, `issue-${nth}.md`);
  await mkdir(DIRECTORY, { recursive: true });
  await writeFile(file, `${issue.body}\n`);

  console.log(`\nRun ${nth}: ${stdout.split('\n').find((line) => line.startsWith('Scanned ')) ?? ''}`);
  console.log(`  Action:   ${outputs['issue-action']}, with ${count(writes.length, 'write')} to GitHub`);
  for (const { method, path } of writes) console.log(`            ${method} ${path}`);
  console.log(`  Issue:    #${issue.number} "${issue.title}", ${issue.state}`);
  if (comment !== undefined) {
    await writeFile(join(DIRECTORY, `issue-${nth}-comment.md`), `${comment.body}\n`);
    console.log(`  Comment:\n${indented(comment.body)}`);
  }
  console.log(`  Body (${relative(process.cwd(), file)}):\n${indented(issue.body ?? '')}`);
  return 0;
}

/** A module to load in front of the action, whose clock is then so far ahead. */
function clockAhead(ms: number): string {
  const code = `
    const Real = Date;
    globalThis.Date = class extends Real {
      constructor(...values) { values.length === 0 ? super(Real.now() + ${ms}) : super(...values); }
      static now() { return Real.now() + ${ms}; }
    };`;
  return `data:text/javascript,${encodeURIComponent(code)}`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

/** The first lines, without what GitHub does not show. */
function indented(markdown: string): string {
  const lines = markdown
    .replaceAll(/ ?<!--[\s\S]*?-->/g, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  const more = lines.length > SHOWN_LINES ? ['…'] : [];
  return [...lines.slice(0, SHOWN_LINES), ...more].map((line) => `    | ${line}`).join('\n');
}

function table(outputs: Readonly<Record<string, string>>): string {
  const width = Math.max(0, ...Object.keys(outputs).map((name) => name.length));
  return Object.entries(outputs)
    .map(([name, value]) => `  ${name.padEnd(width)}  ${short(value)}`)
    .join('\n');
}

function short(value: string): string {
  return value.length > SHOWN_CHARACTERS ? `${value.slice(0, SHOWN_CHARACTERS)}…` : value;
}

function here(name: string): string {
  return relative(process.cwd(), join(DIRECTORY, name));
}
