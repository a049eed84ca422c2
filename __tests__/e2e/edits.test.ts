import { describe, expect, it } from 'vitest';
import type { People } from '../../sandbox/github/people.ts';
import { lineOf, type Scene, setScene } from '../support/github-run.ts';

/**
 * Edits of the tracking issue by people and bots, with the built action: no tick is lost without a warning, there is one
 * open issue, and only a person keeps it closed.
 */

/** The line of room 2, as the action wrote it. */
const LINE = /^- \[ \] .*<!-- room 2 -->$/m;

interface Edit {
  readonly name: string;
  /** Of the text; room 2 is ticked in it. */
  readonly text?: (body: string, line: string) => string;
  readonly by?: string;
  /** What else happens to the issue. */
  readonly act?: (people: People, scene: Scene) => void;
  /** Rooms that are kept after the next run; none of 1 to 3 otherwise. */
  readonly kept?: readonly number[];
  readonly warns?: RegExp;
  readonly says?: RegExp;
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
    name: 'closed by a person',
    act: (people) => people.closeIssue(1, 'ann'),
    state: 'closed',
    says: /The tracking issue is closed while 3 rooms are listed/,
  },
  {
    name: 'closed by actions/stale',
    act: (people) => people.closeIssue(1, 'github-actions[bot]', 'not_planned'),
    says: /A workflow, a bot or the account of the token closed the tracking issue/,
  },
  {
    name: 'closed as not planned by another bot',
    act: (people) => people.closeIssue(1, 'stale[bot]', 'not_planned'),
    says: /A workflow, a bot or the account of the token closed the tracking issue/,
  },
  {
    name: 'closed by a person, with a tick',
    act: (people) => {
      people.tick(1, lineOf(2));
      people.closeIssue(1, 'ann');
    },
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
  it.concurrent.for(EDITS)(
    '$name',
    async ({ text, by = 'ann', act, kept = [], warns, says, state = 'open', holds }, context) => {
      const scene = await setScene({}, {}, context.onTestFinished);
      const { github, run, issue, openIssues, addRoom } = scene;
      for (const id of [1, 2, 3]) addRoom(id);
      await run();
      const line = LINE.exec((issue().body ?? '').replaceAll('\r\n', '\n'))?.[0] ?? '';
      if (text !== undefined) github.people.editBody(1, (body) => text(body, line), by);
      act?.(github.people, scene);

      const ran = await run();
      expect(ran).toMatchObject({ exitCode: 0, errors: [] });
      const exempt = [...ran.stdout.matchAll(/\(ID: (\d+)\): ticked in the issue/g)].map(([, id]) =>
        Number(id),
      );
      expect(exempt).toEqual(kept);
      if (warns === undefined) expect(ran.warnings).toEqual([]);
      else expect(ran.warnings).toEqual([expect.stringMatching(warns)]);
      if (says !== undefined) {
        expect(ran.stdout).toMatch(says);
        expect(ran.summary).toMatch(says);
      }
      // Text that a warning names is kept.
      if (warns?.source.startsWith('1 ticked') === true) expect(issue().comments).toHaveLength(1);
      expect(github.repository().issues).toHaveLength(1);
      expect(openIssues()).toHaveLength(state === 'open' ? 1 : 0);
      if (holds !== undefined) expect(issue().body).toContain(holds);

      const settled = await run();
      expect(settled).toMatchObject({ exitCode: 0, warnings: [], writes: [] });
      expect(settled.outputs['exempt-count']).toBe(String(kept.length));
      expect(settled.outputs['issue-action']).toBe('unchanged');
    },
  );
});
