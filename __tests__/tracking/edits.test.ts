import { describe, expect, it } from 'vitest';
import type { People } from '../../sandbox/github/people.ts';
import { lineOf } from '../support/github-run.ts';
import { useTracking } from '../support/tracking.ts';

/**
 * Edits of the tracking issue by people and bots: no tick is lost without a warning, there is one open issue, and the run
 * after the next has nothing to do.
 */

const tracking = useTracking();
const { run, start, issue, open, ours, edit } = tracking;

/** The line of room 2, as the action wrote it. */
const LINE = /^- \[ \] .*<!-- room 2 -->$/m;

interface Edit {
  readonly name: string;
  /** Of the text; room 2 is ticked in it. */
  readonly text?: (body: string, line: string) => string;
  readonly by?: string;
  /** What else happens to the issue. */
  readonly act?: (people: People) => void;
  /** Rooms that are kept after the next run; none of 1 to 3 otherwise. */
  readonly kept?: readonly number[];
  readonly warns?: RegExp;
  readonly state?: 'open' | 'closed';
  /** Stays in the text. */
  readonly holds?: string;
}

const ticked = (line: string) => line.replace('[ ]', '[x]');
const swap = (make: (ticked: string) => string) => (body: string, line: string) =>
  body.replace(line, () => make(ticked(line)));
const withoutComments = (text: string) => text.replace(/[ ]?<!--.*?-->/g, '');
const KEPT = { kept: [2] } as const;

const EDITS: readonly Edit[] = [
  // Ticks
  { name: 'a tick', act: (people) => people.tick(1, lineOf(2)), ...KEPT },
  { name: 'a capital X', text: swap((line) => line.replace('[x]', '[X]')), ...KEPT },
  {
    name: 'a line that is wrapped',
    text: swap((line) => line.replace(' — ', '\n  — ').replace(' <!--', '\n  <!--')),
    ...KEPT,
  },
  {
    name: 'a line moved above the list',
    text: (body, line) => `${ticked(line)}\n\n${body.replace(`${line}\n`, '')}`,
    ...KEPT,
  },
  {
    name: 'a line moved below the list',
    text: (body, line) => `${body.replace(`${line}\n`, '')}\n\n${ticked(line)}`,
    ...KEPT,
  },
  {
    name: 'a second, ticked line of the room',
    text: swap((line) => `${line.replace('[x]', '[ ]')}\n${line}`),
    ...KEPT,
  },
  { name: 'a line without its marker', text: swap(withoutComments), ...KEPT },
  { name: 'a note behind the line', text: swap((line) => `${line} needed for the audit`), ...KEPT },
  {
    name: 'a second copy of the list',
    text: (body, line) => `${body}\n\n${body.replace(line, ticked(line))}`,
    ...KEPT,
  },
  {
    name: 'the line joined to the one before',
    text: (body, line) => body.replace(`\n${line}`, ` ${ticked(line)}`),
    warns: /1 ticked line/,
  },
  {
    name: 'all line ends removed by a bot',
    text: (body, line) => body.replace(line, ticked(line)).replace(/\s+/g, ' '),
    by: 'format-bot[bot]',
    warns: /1 ticked line/,
  },
  { name: 'a line that became a sub-issue', text: swap(() => '- [x] #12'), warns: /1 ticked line.*#12/ },
  {
    name: 'a checklist of people within the list',
    text: swap((line) => `${line}\n- [x] ask Ann`),
    ...KEPT,
    warns: /ask Ann/,
  },
  {
    name: 'a checklist of people above the list',
    text: (body) => `- [x] ask Ann\n\n${body}`,
    holds: '- [x] ask Ann',
  },
  // Hidden comments and borders
  {
    name: 'all hidden comments stripped',
    text: (body, line) => withoutComments(body.replace(line, ticked(line))),
    by: 'format-bot[bot]',
    ...KEPT,
  },
  {
    name: 'comments and formatting of the last line stripped',
    text: (body, line) => withoutComments(body.replace(line, ticked(line))).replace(/<\/?sub>|`/g, ''),
    ...KEPT,
  },
  {
    name: 'the first border deleted',
    text: (body, line) => body.replace(line, ticked(line)).replace('<!-- abandoned-rooms-begin -->\n', ''),
    ...KEPT,
  },
  {
    name: 'the last border deleted',
    text: (body, line) =>
      `${body.replace(line, ticked(line)).replace('<!-- abandoned-rooms-end -->', '')}\n\nmine`,
    ...KEPT,
    holds: 'mine',
  },
  {
    name: 'the state damaged',
    text: (body, line) => body.replace(line, ticked(line)).replace(/(state v1 .)./, '$1!'),
    ...KEPT,
  },
  // Label, title and state
  {
    name: 'label and title changed, and a tick',
    text: swap((line) => line),
    act: (people) => {
      people.removeLabel(1, 'abandoned-rooms');
      people.editTitle(1, 'Rooms', 'ann');
    },
    ...KEPT,
  },
  {
    name: 'closed by a person, with a tick',
    act: (people) => {
      people.tick(1, lineOf(2));
      people.closeIssue(1, 'ann');
    },
    state: 'open',
    ...KEPT,
  },
  {
    name: 'locked, and a tick',
    act: (people) => {
      people.tick(1, lineOf(2));
      people.lock(1);
    },
    ...KEPT,
  },
];

describe('an edit of the issue', () => {
  it.each(EDITS)('$name', async ({ text, by, act, kept = [], warns, state = 'open', holds }) => {
    const host = await start();
    await run(host, [1, 2, 3]);
    const line = LINE.exec(issue().body ?? '')?.[0] ?? '';
    if (text !== undefined) edit((body) => text(body, line), by);
    act?.(tracking.github().people);

    const ran = await run(host, [1, 2, 3]);
    expect([...ran.kept.keys()]).toEqual(kept);
    expect(ran.warnings).toEqual(warns === undefined ? [] : [expect.stringMatching(warns)]);
    // Text that a warning names is kept.
    if (warns?.source.startsWith('1 ticked') === true) expect(issue().comments).toHaveLength(1);
    expect([ours().length, open().length]).toEqual([1, state === 'open' ? 1 : 0]);
    if (holds !== undefined) expect(issue().body).toContain(holds);

    const settled = await run(host, [1, 2, 3]);
    expect(settled).toMatchObject({ action: 'unchanged', warnings: [], writes: [] });
    expect([...settled.kept.keys()]).toEqual(kept);
  });
});
