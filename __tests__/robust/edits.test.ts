import { afterAll, expect, it } from 'vitest';
import { type GitHubSandbox, startGitHub } from '../../sandbox/github/index.ts';
import { decodeState } from '../../src/issue/state.ts';
import type { RoomId } from '../../src/rooms/room.ts';
import fc from '../support/fast-check.ts';
import { boxesIn, KEY, TODAY } from '../support/github-make.ts';
import { lineOf } from '../support/github-run.ts';
import { tell } from '../support/robust-run.ts';
import { hostOf, runOn } from '../support/tracking.ts';

/**
 * Random edits of the issue by people and bots, a run after each: no tick is lost without a warning, there are never two
 * open issues, the issue is closed while rooms are abandoned only if a person closed it, and no room is approved for the
 * archive that nobody approved.
 */

let github: GitHubSandbox;

const ROOMS: readonly RoomId[] = [1, 2, 3, 'drive-15', ...Array.from({ length: 20 }, (_, at) => at + 5)];

/** A way to write the line of a room, ticked. */
const SHAPES: Readonly<Record<string, (line: string) => string>> = {
  plain: (line) => line,
  capital: (line) => line.replace('[x]', '[X]'),
  star: (line) => line.replace(/^-/, '*'),
  number: (line) => line.replace(/^-/, '3.'),
  indented: (line) => `   ${line}`,
  quoted: (line) => `> ${line}`,
  spaced: (line) => line.replace('- [x] ', '-  [x]   '),
  wrapped: (line) => line.replace(' — ', '\n  — '),
  'without marker': (line) => line.replace(/ <!--.*-->/, ''),
  'no space': (line) => line.replace('- [x]', '-[x]'),
  'long dash': (line) => line.replace(/^-/, '–'),
};

/** Ways that no run can read, within the list. */
const UNREADABLE: typeof SHAPES = {
  'sub-issue': () => '- [x] #12',
  'unknown sign': (line) => line.replace('[x]', '[v]'),
  'struck out': (line) => `~~${line}~~`,
  'second box': (line) => line.replace('[x]', '[ ] [x]'),
};

type Place = 'here' | 'above' | 'below';
type Edit =
  | {
      readonly kind: 'tick';
      readonly room: RoomId;
      readonly shape: string;
      readonly place: Place;
      readonly during: boolean;
    }
  | { readonly kind: 'untick'; readonly room: RoomId }
  | { readonly kind: 'rooms'; readonly rooms: readonly RoomId[] }
  | {
      readonly kind: 'close';
      readonly by: string;
      readonly reason: 'completed' | 'not_planned';
      readonly during: boolean;
    }
  | {
      readonly kind:
        | 'reopen'
        | 'approve'
        | 'approve all'
        | 'withdraw'
        | 'strip comments'
        | 'damage state'
        | 'cut border'
        | 'erase'
        | 'note'
        | 'copy list'
        | 'unlabel'
        | 'retitle';
    };

const room = fc.constantFrom(...ROOMS);
const edit: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 14,
    arbitrary: fc.record({
      kind: fc.constant('tick' as const),
      room,
      shape: fc.constantFrom(...Object.keys(SHAPES), ...Object.keys(UNREADABLE)),
      place: fc.constantFrom<Place>('here', 'above', 'below'),
      during: fc.boolean(),
    }),
  },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('untick' as const), room }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('rooms' as const),
      rooms: fc.subarray([...ROOMS], { minLength: 15 }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('close' as const),
      by: fc.constantFrom('ann', 'github-actions[bot]', 'stale[bot]'),
      reason: fc.constantFrom('completed' as const, 'not_planned' as const),
      during: fc.boolean(),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constantFrom('approve' as const, 'approve all' as const, 'withdraw' as const),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'reopen' as const,
        'strip comments' as const,
        'damage state' as const,
        'cut border' as const,
        'erase' as const,
        'note' as const,
        'copy list' as const,
        'unlabel' as const,
        'retitle' as const,
      ),
    }),
  },
);

/** The last one: a new one is opened after the text of one was erased. */
const current = () => github.repository().issues.length;
const issueNow = () => github.repository().issue(current());
const bodyOf = () => (issueNow().body ?? '').replaceAll('\r\n', '\n');
const editText = (change: (body: string) => string) => github.people.editBody(current(), change, 'ann');

/** The line of a room that has an open box, and no other line. */
function openLine(id: RoomId): string | undefined {
  const lines = bodyOf()
    .split('\n')
    .filter((line) => line.includes(`${lineOf(id)} -->`));
  const [line] = lines;
  return lines.length === 1 && line?.startsWith('- [ ] ') === true ? line : undefined;
}

/** @returns the room that was ticked */
function apply(change: Edit): RoomId | null {
  const { people } = github;
  const issue = issueNow();
  switch (change.kind) {
    case 'tick': {
      // Any other room will do if this one has no open box.
      const id = [change.room, ...ROOMS].find((candidate) => openLine(candidate) !== undefined);
      const line = id === undefined ? undefined : openLine(id);
      if (id === undefined || line === undefined) return null;
      const shape = { ...SHAPES, ...UNREADABLE }[change.shape];
      const ticked = shape?.(line.replace('[ ]', '[x]')) ?? line;
      // What cannot be told from a person's own checklist is read within the list only.
      const place = change.shape in UNREADABLE ? 'here' : change.place;
      editText((body) => {
        if (place === 'here') return body.replace(line, () => ticked);
        const rest = body.replace(`${line}\n`, '');
        return place === 'above' ? `${ticked}\n\n${rest}` : `${rest}\n\n${ticked}`;
      });
      return id;
    }
    case 'untick':
      editText((body) =>
        body
          .split('\n')
          .map((line) => (line.includes(lineOf(change.room)) ? line.replace('- [x]', '- [ ]') : line))
          .join('\n'),
      );
      return null;
    case 'close':
      people.closeIssue(current(), change.by, change.reason);
      return null;
    case 'reopen':
      if (issue.state === 'closed') people.reopenIssue(current(), 'ann');
      return null;
    case 'strip comments':
      editText((body) => body.replace(/<!--.*?-->/g, ''));
      return null;
    case 'damage state':
      editText((body) => body.replace(/(state v1 .)./, '$1!'));
      return null;
    case 'cut border':
      editText((body) => body.replace('<!-- abandoned-rooms-begin -->\n', ''));
      return null;
    case 'erase':
      editText(() => '');
      return null;
    case 'note':
      editText((body) => `A note of Ann\n\n${body}`.slice(0, 60_000));
      return null;
    case 'copy list':
      if (bodyOf().length < 20_000) editText((body) => `${body}\n\nFor the record:\n\n${body}`);
      return null;
    case 'unlabel':
      if (bodyOf().trim() !== '') people.removeLabel(current(), 'abandoned-rooms');
      return null;
    case 'retitle':
      people.editTitle(current(), 'Rooms', 'ann');
      return null;
    case 'approve':
      editText((body) =>
        body.replace(/- \[ \] (archive at the next run <!-- archive (\S+) -->)/, (_, rest, id) => {
          granted.add(JSON.parse(decodeURIComponent(id)));
          return `- [x] ${rest}`;
        }),
      );
      return null;
    case 'approve all':
      editText((body) =>
        body.replace('- [ ] archive all', () => {
          for (const id of decodeState(bodyOf(), KEY)?.bulk ?? []) granted.add(id);
          return '- [x] archive all';
        }),
      );
      return null;
    case 'withdraw':
      editText((body) => body.replaceAll('- [x] archive', '- [ ] archive'));
      granted.clear();
      return null;
    case 'rooms':
      return null;
  }
}

/** Rooms that somebody has approved for the archive since the last time that all approvals were withdrawn. */
const granted = new Set<RoomId>();

const isPersonsClose = (change: Edit) =>
  change.kind === 'close' &&
  (change.by === 'ann' || (change.by === 'stale[bot]' && change.reason === 'completed'));

let edits = 0;
let ticks = 0;
let warned = 0;
let closed = 0;
let approvals = 0;
let bulks = 0;
afterAll(() =>
  tell(
    `Random edits: ${edits}, of which ${ticks} ticks, ${warned} named in a warning; ${closed} runs on an issue that a person closed; ${approvals} with approvals, ${bulks} of many rooms`,
  ),
);

it('200 random edits lose no tick without a warning, and leave one issue', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 50, maxLength: 50 }), async (changes) => {
      github = await startGitHub();
      granted.clear();
      try {
        await check(changes);
      } finally {
        await github.close();
      }
    }),
    { numRuns: 4, seed: 20260601, endOnFailure: true },
  );
  expect(edits).toBeGreaterThanOrEqual(200);
  expect(ticks).toBeGreaterThan(20);
  expect(warned).toBeGreaterThan(3);
  expect(closed).toBeGreaterThan(3);
  expect(approvals).toBeGreaterThan(20);
  expect(bulks).toBeGreaterThan(3);
}, 120_000);

async function check(changes: readonly Edit[]): Promise<void> {
  let present = ROOMS;
  const settings = { maxArchive: 3 };
  await runOn(github, hostOf(github), present, { settings });
  let isClosedByPerson = false;
  let erased = 0;
  /** Ticks that the next run has to know. */
  let owed: RoomId[] = [];
  for (const [at, change] of changes.entries()) {
    const name = `edit ${at}: ${JSON.stringify(change)}`;
    if (change.kind === 'rooms') present = change.rooms;
    const isDuring = 'during' in change && change.during;
    let ticked: RoomId | null = null;
    const doIt = () => {
      const wasOpen = issueNow().state === 'open';
      ticked = apply(change);
      if (change.kind === 'close' && wasOpen) isClosedByPerson = isPersonsClose(change);
      if (change.kind === 'reopen') isClosedByPerson = false;
    };
    if (!isDuring) doIt();
    const during = isDuring ? doIt : () => undefined;
    const { kept, approved, warnings } = await runOn(github, hostOf(github), present, { settings, during });
    const abandoned = present.filter((id) => !kept.has(id));
    edits += 1;

    for (const id of approved) expect(granted.has(id), `${name}: nobody approved ${id}`).toBe(true);
    if (approved.size > 0) approvals += 1;
    if (change.kind === 'approve all' && approved.size > 5) bulks += 1;

    if (change.kind === 'erase' || change.kind === 'untick') owed = [];
    for (const id of owed) expect(kept.has(id), `${name}: the tick of ${id} is lost`).toBe(true);
    owed = [];
    if (ticked !== null && change.kind === 'tick') {
      ticks += 1;
      if (change.shape in UNREADABLE) {
        warned += 1;
        expect(warnings, name).toContainEqual(expect.stringContaining('could not be read'));
      } else if (isDuring) owed = [ticked];
      else expect(kept.get(ticked), `${name} is read`).toBe(TODAY + 90);
    }

    if (change.kind === 'erase') [erased, isClosedByPerson] = [erased + 1, false];
    expect(current(), `${name}: one issue`).toBe(1 + erased);
    const issue = issueNow();
    if (issue.state === 'open') isClosedByPerson = false;
    else if (isClosedByPerson) closed += 1;
    if (abandoned.length > 0 && issue.state === 'closed')
      expect(isClosedByPerson, `${name}: closed`).toBe(true);
    if (issue.state === 'open') {
      const shown = boxesIn(bodyOf());
      for (const id of abandoned) expect(shown.has(id), `${name}: ${id} is listed`).toBe(true);
    }
  }
}
