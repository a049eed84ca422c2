import { createHash } from 'node:crypto';
import type { Element } from 'hast';
import { describe, expect, it } from 'vitest';
import { HOSTILE_NAMES, HOSTILE_TITLES } from '../../sandbox/portal/index.ts';
import { footer, hasKey, hasOtherKey, keyMarker, ownBlock, userText } from '../../src/issue/block.ts';
import { BODY_LIMIT, renderBody } from '../../src/issue/body.ts';
import { decodeState } from '../../src/issue/state.ts';
import type { Box } from '../../src/issue/ticks.ts';
import type { RoomId } from '../../src/rooms/room.ts';
import { hasSameLines, normalizeLines } from '../../src/shared/text.ts';
import fc, { character } from '../support/fast-check.ts';
import {
  asBrowserSends,
  boxesIn,
  KEY,
  type Listing,
  makeBody,
  makeContent,
  makeEntry,
  makeState,
  TODAY,
  tickRoom,
} from '../support/github-make.ts';
import { commentsOf, elements, LINKED_TEXT, renderPage, textOf } from '../support/github-page.ts';
import { scaled } from '../support/scale.ts';

/** GitHub's limit, in characters; UTF-16 units are never fewer. */
const GITHUB_LIMIT = 65_536;
const BEGIN = '<!-- abandoned-rooms-begin -->';
const END = '<!-- abandoned-rooms-end -->';
const FAMILY = '👨‍👩‍👧‍👦';

const tickedIn = (body: string): RoomId[] =>
  [...boxesIn(body, KEY)].flatMap(([id, { isTicked }]) => (isTicked ? [id] : []));
const occurrences = (text: string, part: string): number => text.split(part).length - 1;

describe('the body', () => {
  it('says what there is to know, in dates', async () => {
    const abandoned = [
      makeEntry({
        id: 4711,
        title: 'Old marketing',
        lastActivity: '2025-10-07T09:12:00.000Z',
        usedSpace: 2_400_000_000,
      }),
      makeEntry({ id: 'drive-15', title: 'Tender', type: 'virtual-data', owner: null, usedSpace: null }),
      makeEntry({ id: 12, title: 'Undated', type: null, lastActivity: null, usedSpace: null }),
    ];
    const body = renderBody(
      makeContent({
        abandoned,
        kept: [{ room: makeEntry({ id: 9, title: 'Board minutes' }), until: TODAY + 90 }],
        report: { reclaimableBytes: 2_400_000_000 },
        state: makeState({
          generation: 3,
          abandoned: new Map(abandoned.map(({ id }) => [id, TODAY - 2])),
          marked: new Set<RoomId>([12]),
          kept: new Map([[9, TODAY + 90]]),
        }),
      }),
    );
    // The packed state is another test's.
    const text = body.replace(/(state v1) [0-9a-f]{16} \S+/, '$1 …');
    expect(text.split('\n')).toEqual([
      BEGIN,
      '<!-- abandoned-rooms-key portal.example -->',
      '',
      '**3 rooms have had no activity for 10 days or longer**, and use 2.4 GB. Tick a room to keep it for 90 days: it is exempt from the next run on, and is listed again after that.',
      '',
      '### Abandoned (3)',
      '',
      '- [ ] [Old marketing](https://portal.example/rooms/shared/4711/filter?folder=4711) — collaboration · Ada Lovelace · last activity 2025-10-07 · 2.4 GB <!-- room 4711 -->',
      '- [ ] [Tender](https://portal.example/rooms/shared/drive-15/filter?folder=drive-15) — virtual-data · last activity 2025-04-27 <!-- room %22drive%2D15%22 -->',
      '- [ ] [Undated](https://portal.example/rooms/shared/12/filter?folder=12) — Ada Lovelace · no activity date · **new** <!-- room 12 -->',
      '',
      '### Kept (1)',
      '',
      '- [x] [Board minutes](https://portal.example/rooms/shared/9/filter?folder=9) — kept until 2026-08-30 <!-- room 9 until 2026-08-30 -->',
      '',
      '<sub>Kept up to date by the abandoned-rooms action for https:\u200b//portal.example/ (issue key `portal.example`). Text above and below this list stays; the list itself is replaced.</sub>',
      '<!-- abandoned-rooms-state v1 … -->',
      END,
    ]);
  });

  it('says that no room is abandoned', () => {
    expect(makeBody([])).toContain('**No room is abandoned.**');
    expect(makeBody([])).not.toContain('###');
  });

  it('speaks of one room', () => {
    expect(makeBody([1])).toContain('**1 room has had no activity');
  });

  it('has no boxes if nothing can be kept', () => {
    const body = makeBody([1, 'x'], { keepDays: 0 });
    expect(body).not.toMatch(/\[[ x]\]|<!-- room|Tick/);
    expect(boxesIn(body, KEY).size).toBe(0);
    expect(elements(renderPage(body), 'input')).toEqual([]);
    expect(decodeState(body, KEY)?.abandoned).toEqual(
      new Map<RoomId, number>([
        [1, TODAY],
        ['x', TODAY],
      ]),
    );
  });

  it('names a room by its id if the report is redacted', () => {
    const body = makeBody([], { abandoned: [makeEntry({ id: 5, title: null, owner: null, tags: null })] });
    expect(body).toContain('- [ ] [Room 5](https://portal.example/');
  });

  it('is the same for the same content', () => {
    const content = makeContent({
      abandoned: [makeEntry({ id: 3 }), makeEntry({ id: 'b' }), makeEntry({ id: 1 })],
    });
    expect(renderBody(content)).toBe(renderBody(structuredClone(content)));
  });

  it('keeps boxes that somebody changed during the run as they are', () => {
    const body = makeBody([1, 2], {
      kept: [{ room: makeEntry({ id: 3 }), until: TODAY + 4 }],
      changedBoxes: new Map<RoomId, boolean>([
        [2, true],
        [3, false],
      ]),
    });
    expect(boxesIn(body, KEY)).toEqual(
      new Map([
        [1, { isTicked: false, until: null }],
        [2, { isTicked: true, until: null }],
        [3, { isTicked: false, until: TODAY + 4 }],
      ]),
    );
  });
});

describe('what the list rests on', () => {
  const firstLine = (content: Partial<Listing>) => renderBody(makeContent(content)).split('\n')[3];

  it.each([
    [0, '**No room is abandoned.**'],
    [
      1,
      '**No room is known to be abandoned**, but 1 room that was abandoned cannot be checked at the moment.',
    ],
    [
      2,
      '**No room is known to be abandoned**, but 2 rooms that were abandoned cannot be checked at the moment.',
    ],
  ])('%i rooms in doubt and no other', (uncheckedCount, says) => {
    const abandoned = new Map(Array.from({ length: uncheckedCount }, (_, id) => [id, TODAY]));
    expect(firstLine({ state: makeState({ abandoned }) })).toBe(says);
  });

  it.each([
    [[1], null, 0, '**1 room has had no activity for 10 days or longer**.'],
    [[1], 2000, 0, '**1 room has had no activity for 10 days or longer**, and uses 2 kB.'],
    [[1, 2], 2000, 1, '**2 rooms have had no activity for 10 days or longer**, and use at least 2 kB.'],
  ])('%j using %j', (ids, reclaimableBytes, spaceUnknown, says) => {
    const abandoned = ids.map((id) => makeEntry({ id }));
    expect(firstLine({ abandoned, keepDays: 0, report: { reclaimableBytes, spaceUnknown } })).toBe(says);
  });

  it('is named for each room, with notes above the list', () => {
    const abandoned = [
      makeEntry({ id: 1, evidence: 'history', type: null, owner: null, usedSpace: null }),
      makeEntry({
        id: 2,
        evidence: 'history',
        lastActivity: null,
        lastActivityWhat: 'none that counts',
        type: null,
        owner: null,
        usedSpace: null,
      }),
    ];
    const body = makeBody([], {
      abandoned,
      keepDays: 0,
      report: {
        evidenceCheck: { inactive: 2, checked: 2, cleared: 0 },
        notes: ['The history of <rooms> cannot be read.'],
      },
    });
    expect(body).toContain('\n\n> ⚠️ The history of &#60;rooms&#62; cannot be read.\n');
    expect(body.match(/^- .*$/gm)).toEqual([
      '- [Room 1](https://portal.example/rooms/shared/1/filter?folder=1) — last activity 2025-04-27 · evidence: history',
      '- [Room 2](https://portal.example/rooms/shared/2/filter?folder=2) — last activity: none that counts · evidence: history',
    ]);
    expect(makeBody([], { abandoned, keepDays: 0 })).not.toContain('evidence');
  });
});

describe('the marker of the key', () => {
  it('is found in text of any line ends', () => {
    expect(hasKey(asBrowserSends(makeBody([1])), KEY)).toBe(true);
  });

  it.each([
    ['portal', 'portal.example'],
    ['portal.example', 'portal'],
    ['a', 'A'],
    ['a b', 'a%20b'],
    ['a', 'a '],
    ['', ' '],
    ['x --> y', 'x'],
    ['x-->', 'x--'],
  ])('of %j is not the one of %j', (one, other) => {
    expect(hasKey(`text ${keyMarker(one)} text`, one)).toBe(true);
    expect(hasKey(`text ${keyMarker(one)} text`, other)).toBe(false);
  });

  it.each(['x --> <h1>', '--', '->', '-', '<!--', '"\'', '\ud83d', 'a\nb', '💥'.repeat(100)])(
    'of the key %j stays one comment',
    (key) => {
      expect(keyMarker(key)).toMatch(/^<!-- abandoned-rooms-key [^\s<>-]* -->$/);
    },
  );
});

describe('what people write around the list', () => {
  it.each([
    ['nothing', '', ''],
    ['a line above', 'Note of Ann\n', ''],
    ['a line below', '', '\nsee you'],
    [
      'both, with boxes and headings',
      '# Rules\n\n- [x] read this\n\n',
      '\n\n- [ ] and that\n<!-- mine -->\n',
    ],
  ])('stays: %s', (_, before, after) => {
    const body = makeBody([1, 2], { userText: { before, after } });
    expect(userText(body, KEY)).toEqual({ before, after });
    expect(body.startsWith(before)).toBe(true);
    expect(body.endsWith(after)).toBe(true);
    const again = makeBody([1, 2], { userText: userText(normalizeLines(asBrowserSends(body)), KEY) });
    expect(again).toBe(body);
  });

  it('stays if the whole list is gone', () => {
    expect(userText('my words', KEY)).toEqual({ before: 'my words\n\n', after: '' });
    expect(userText('', KEY)).toEqual({ before: '', after: '' });
  });

  it.each([
    ['its first border', BEGIN],
    ['its last border', END],
    ['its key', keyMarker(KEY)],
  ])('is separated from a list that lost %s, whose boxes and state are still read', (_, border) => {
    const body = makeBody([1, 2], { userText: { before: 'above\n', after: '\nbelow' } });
    const cut = tickRoom(body, 2).replace(border, '');
    expect(hasKey(cut, KEY)).toBe(true);
    expect(hasKey(cut, 'other')).toBe(false);
    expect([...boxesIn(cut, KEY)].map(([id, { isTicked }]) => [id, isTicked])).toEqual([
      [1, false],
      [2, true],
    ]);
    expect(decodeState(ownBlock(cut, KEY), KEY)).not.toBeNull();
    const { before, after } = userText(cut, KEY);
    expect([before.trim(), after.trim()]).toEqual(['above', 'below']);
  });

  it('is not our list if key, state and the visible key are gone', () => {
    const cut = makeBody([1])
      .replace(keyMarker(KEY), '')
      .replace(/state v1 ./, 'state v1 !')
      .replace('issue key', 'my key');
    expect(hasKey(cut, KEY)).toBe(false);
  });

  it.each([
    ['within a sentence', (text: string) => `The list ends with: ${text}`],
    ['in a quote', (text: string) => `> ${text}`],
  ])('is not our list if it mentions the last line %s', (_, quote) => {
    expect(hasKey(footer('https://portal.example/', KEY), KEY)).toBe(true);
    expect(hasKey(quote(footer('https://portal.example/', KEY)), KEY)).toBe(false);
  });

  it('is not our list if it quotes all of it', () => {
    expect(hasKey(makeBody([1]).replace(/^/gm, '> '), KEY)).toBe(false);
  });

  it.each([
    ['doubled', '\n\n'],
    ['replaced by spaces', ' '],
  ])('is separated from a list whose line ends were %s, and the state is still read', (_, end) => {
    const body = makeBody([1, 2], { userText: { before: 'above\n', after: '\nbelow' } }).replaceAll(
      '\n',
      end,
    );
    expect(hasKey(body, KEY)).toBe(true);
    expect(decodeState(ownBlock(body, KEY), KEY)).not.toBeNull();
    const { before, after } = userText(body, KEY);
    expect([before.trim(), after.trim()]).toEqual(['above', 'below']);
  });

  it('may quote the key of another issue', () => {
    const body = makeBody([1], { userText: { before: '', after: `\n\nSee ${keyMarker('other')}\n` } });
    expect(hasKey(body, 'other')).toBe(false);
    expect(hasOtherKey(body, KEY)).toBe(false);
    expect(hasKey(body, KEY)).toBe(true);
  });

  it('may hold the list of another issue: each key reads its own', () => {
    const body = `${makeBody([7, 8], { issueKey: 'other' })}\n\n${makeBody([1])}`;
    expect(hasOtherKey(body, KEY)).toBe(true);
    expect([...boxesIn(body, KEY).keys()]).toEqual([1]);
    expect([...boxesIn(body, 'other').keys()]).toEqual([7, 8]);
    expect(userText(body, KEY)).toEqual({ before: '\n\n', after: '' });
  });

  it('does not keep a second copy of the list', () => {
    const body = makeBody([1, 2]);
    const pasted = `${body}\n\nFor the record:\n\n${body}`;
    const rewritten = makeBody([1, 2], { userText: userText(pasted, KEY) });
    expect(decodeState(rewritten, KEY)).not.toBeNull();
  });
});

describe('the budget', () => {
  const many = (count: number, entry: (at: number) => Partial<Listing['abandoned'][number]>) =>
    Array.from({ length: count }, (_, at) => makeEntry({ id: 100_000 + at * 3, ...entry(at) }));

  it.each([
    ['emoji with joiners', FAMILY.repeat(170)],
    ['170 emoji', '🏚️'.repeat(170)],
    ['characters that are escaped', '@'.repeat(170)],
    ['invisible characters', '\u202e'.repeat(170)],
  ])('holds 5,000 rooms with titles of %s', (_, title) => {
    const abandoned = many(5000, () => ({ title }));
    const body = renderBody(makeContent({ abandoned }));
    expect(body.length).toBeLessThanOrEqual(BODY_LIMIT);
    expect(body.length).toBeGreaterThan(BODY_LIMIT - 10_000);
    const shown = boxesIn(body, KEY).size;
    expect(shown).toBeGreaterThan(1);
    expect(body).toContain(
      `Showing ${shown} of 5000. The full list is in the summary and the report files of the workflow run.`,
    );
    expect(body.match(/^- \[ \] .*-->$/gm)).toHaveLength(shown);
    // Cut at a room: the longest inactive ones are there, each whole.
    expect([...boxesIn(body, KEY).keys()]).toEqual(abandoned.slice(0, shown).map(({ id }) => id));
    expect(decodeState(body, KEY)?.abandoned?.size).toBe(5000);
  });

  /** Ids that hardly get shorter when they are packed. */
  const named = (count: number) =>
    Array.from({ length: count }, (_, at) =>
      makeEntry({ id: `sbox-${createHash('sha256').update(String(at)).digest('base64url')}` }),
    );

  it('drops the abandoned rooms from a state that is too long, not the kept ones', () => {
    const body = renderBody(
      makeContent({ abandoned: named(12_000), kept: [{ room: makeEntry({ id: 'k' }), until: TODAY + 3 }] }),
    );
    expect(body.length).toBeLessThanOrEqual(BODY_LIMIT);
    const state = decodeState(body, KEY);
    expect(state?.abandoned).toBeNull();
    expect(state?.kept).toEqual(new Map([['k', TODAY + 3]]));
    expect(body).toMatch(/Showing \d+ of 12000\./);
  });

  it('drops the state if even the kept rooms do not fit', () => {
    const kept = named(12_000).map((room) => ({ room, until: TODAY + 3 }));
    const body = renderBody(makeContent({ abandoned: named(1), kept }));
    expect(body.length).toBeLessThanOrEqual(BODY_LIMIT);
    expect(decodeState(body, KEY)).toBeNull();
    expect(body).toContain(END);
    expect(body).toMatch(/Showing \d+ of 12000\./);
    expect(body).toContain('### Abandoned (1)');
  });

  it('shares the room between abandoned and kept', () => {
    const kept = many(3000, () => ({})).map((room) => ({ room, until: TODAY + 3 }));
    const body = renderBody(makeContent({ abandoned: named(400), kept }));
    expect(body.length).toBeLessThanOrEqual(BODY_LIMIT);
    expect(body.match(/^- \[ \]/gm)?.length).toBeGreaterThan(20);
    expect(body.match(/^- \[x\]/gm)?.length).toBeGreaterThan(20);
  });

  it('holds with a long text around the list and a long state', () => {
    const note = 'n'.repeat(30_000);
    const lengths = [700, 760, 800, 840, 870].map((count) => {
      const body = renderBody(
        makeContent({ abandoned: named(count), userText: { before: note, after: '' } }),
      );
      expect(body.startsWith(note)).toBe(true);
      return body.length;
    });
    expect(Math.max(...lengths)).toBeLessThanOrEqual(GITHUB_LIMIT);
  });

  it('holds with a title that is longer than all of it', () => {
    const abandoned = [makeEntry({ id: 1, title: 'x'.repeat(100_000) }), makeEntry({ id: 2 })];
    const body = renderBody(makeContent({ abandoned }));
    expect(body.length).toBeLessThanOrEqual(BODY_LIMIT);
    expect(body).toMatch(/Showing \d of 2\./);
  });
});

describe('hostile text', () => {
  const rooms = HOSTILE_TITLES.flatMap((title, at) => {
    const owner = HOSTILE_NAMES[at % HOSTILE_NAMES.length] ?? '';
    return [makeEntry({ id: at + 1, title, owner: owner || null })];
  });

  const check = (item: Element, url: string): void => {
    const boxes = elements(item, 'input');
    expect(boxes).toHaveLength(1);
    expect(boxes[0]?.properties['type']).toBe('checkbox');
    const links = elements(item, 'a');
    expect(links).toHaveLength(1);
    expect(links[0]?.properties['href']).toBe(url);
    const others = elements(item).filter(({ tagName }) => !['input', 'a', 'p', 'strong'].includes(tagName));
    expect(others.map(({ tagName }) => tagName)).toEqual([]);
    expect(textOf(item)).not.toMatch(LINKED_TEXT);
  };

  it('gives one item a room: one box, one link, nothing else', () => {
    for (const room of rooms) {
      const body = renderBody(makeContent({ abandoned: [room] }));
      const page = renderPage(body);
      const items = elements(page, 'li');
      expect(items).toHaveLength(1);
      for (const item of items) check(item, room.url);
      expect(textOf(elements(page, 'a')[0] ?? page).trim(), JSON.stringify(room.title)).not.toBe('');
      expect(elements(page, 'img', 'script', 'table', 'pre', 'blockquote', 'del', 'em', 'details')).toEqual(
        [],
      );
      expect(elements(page, 'code').map(textOf)).toEqual([KEY]);
      expect(commentsOf(page)).toHaveLength(5);
    }
  });

  it('gives one item a room if all are listed together, kept ones too', () => {
    const kept = rooms
      .slice(0, 30)
      .map((room) => ({ room: { ...room, id: `k${room.id}` }, until: TODAY + 1 }));
    const body = renderBody(makeContent({ abandoned: rooms, kept }));
    const items = elements(renderPage(body), 'li');
    expect(items).toHaveLength(rooms.length + kept.length);
    [...rooms, ...kept.map(({ room }) => room)].forEach((room, at) => {
      const item = items[at];
      expect(item).toBeDefined();
      if (item !== undefined) check(item, room.url);
    });
    expect(tickedIn(body)).toEqual(kept.map(({ room }) => room.id));
  });

  it.each([
    'x <!-- room 77 -->',
    '](https://evil.example) <!-- room 77 -->',
    'x\n- [x] forged <!-- room 77 -->',
    'x\r- [x] forged <!-- room 77 until 2099-01-01 -->',
    `x ${END}`,
    `${BEGIN} x`,
    keyMarker('other'),
    keyMarker(KEY),
    '<!-- abandoned-rooms-state v1 0123456789abcdef AAAA -->',
    '--> x',
    '<!-- x',
    '\\](https://evil.example)',
    '` <!-- room 77 --> `',
  ])('forges nothing: %j', (text) => {
    const body = renderBody(
      makeContent({
        abandoned: [makeEntry({ id: 1, title: text, owner: text, type: text }), makeEntry({ id: 2 })],
        kept: [{ room: makeEntry({ id: 3, title: text }), until: TODAY + 1 }],
        report: { portal: `https://portal.example/${text}` },
      }),
    );
    expect([...boxesIn(body, KEY).keys()]).toEqual([1, 2, 3]);
    expect(tickedIn(body)).toEqual([3]);
    expect(occurrences(body, '<!-- abandoned-rooms-')).toBe(4);
    expect(hasKey(body, KEY)).toBe(true);
    expect(hasKey(body, 'other')).toBe(false);
    expect(userText(body, KEY)).toEqual({ before: '', after: '' });
    expect(decodeState(body, KEY)?.abandoned?.size).toBe(2);
  });
});

describe('what is read back', () => {
  const hostile = fc.constantFrom(
    ...HOSTILE_TITLES,
    END,
    BEGIN,
    'x <!-- room 1 -->',
    '\n- [x] y <!-- room 1 -->',
  );
  const title = fc.oneof(
    hostile,
    fc.string({ unit: character, maxLength: 60 }),
    fc.string({ unit: 'grapheme', maxLength: 60 }),
  );
  const id = fc.oneof(
    fc.nat({ max: Number.MAX_SAFE_INTEGER }),
    fc.string({ unit: character, minLength: 1, maxLength: 30 }),
    fc.constantFrom(
      'drive-15 --> x',
      '"quoted"',
      "'",
      '\ud83d',
      '\udc00',
      '%',
      '%22',
      '-',
      '--',
      ' ',
      '0',
      '__proto__',
    ),
  );
  const room = fc
    .record({
      id,
      title: fc.option(title),
      owner: fc.option(title),
      isNew: fc.boolean(),
      pick: fc.integer({ min: 0, max: 4 }),
    })
    .map(({ id: roomId, title: name, owner, isNew, pick }) => ({
      entry: makeEntry({ id: roomId, title: name, owner, new: isNew }),
      pick,
    }));
  const rooms = fc.uniqueArray(room, { maxLength: 25, selector: ({ entry }) => JSON.stringify(entry.id) });
  const around = fc.record({
    before: fc.constantFrom('', 'Note\n', '- [x] mine\n'),
    after: fc.constantFrom('', '\nafter', '\n\n'),
  });

  it('is what was written, ticks included', () => {
    fc.assert(
      fc.property(
        rooms,
        around,
        fc.string({ unit: character, maxLength: 40 }),
        fc.boolean(),
        (list, text, key, viaBrowser) => {
          const abandoned = list.filter(({ pick }) => pick > 0).map(({ entry }) => entry);
          const kept = list
            .filter(({ pick }) => pick === 0)
            .map(({ entry }, at) => ({ room: entry, until: TODAY + at }));
          const content = makeContent({
            issueKey: key,
            abandoned,
            kept,
            userText: text,
            state: makeState({
              generation: list.length,
              abandoned: new Map(abandoned.map((entry, at) => [entry.id, TODAY - at])),
              marked: new Set(abandoned.filter((entry) => entry.new).map((entry) => entry.id)),
              kept: new Map(kept.map(({ room: { id: roomId }, until }) => [roomId, until])),
            }),
          });
          const written = renderBody(content);
          expect(renderBody(content)).toBe(written);
          expect(occurrences(written, keyMarker(key))).toBe(1);
          expect(occurrences(written, '<!-- abandoned-rooms-key ')).toBe(1);

          const picked = abandoned.filter((_, at) => at % 3 === 1).map((entry) => entry.id);
          const edited = picked.reduce<string>(tickRoom, written);
          const body = viaBrowser ? normalizeLines(asBrowserSends(edited)) : edited;
          expect(hasKey(body, key)).toBe(true);
          expect(decodeState(body, key)).toEqual(content.state);
          expect(userText(body, key)).toEqual(text);
          expect(boxesIn(body, key)).toEqual(
            new Map<RoomId, Box>([
              ...abandoned.map(
                (entry) => [entry.id, { isTicked: picked.includes(entry.id), until: null }] as const,
              ),
              ...kept.map(({ room: { id: roomId }, until }) => [roomId, { isTicked: true, until }] as const),
            ]),
          );
        },
      ),
      { numRuns: scaled(300) },
    );
  });

  it('is one item a room on the page', () => {
    fc.assert(
      fc.property(rooms, (list) => {
        const abandoned = list.map(({ entry }) => entry);
        const page = renderPage(renderBody(makeContent({ abandoned })));
        expect(elements(page, 'li')).toHaveLength(abandoned.length);
        expect(elements(page, 'input')).toHaveLength(abandoned.length);
        expect(elements(page, 'a').map(({ properties }) => properties['href'])).toEqual(
          abandoned.map(({ url }) => url),
        );
        expect(elements(page, 'img', 'script', 'table', 'pre', 'del', 'em')).toEqual([]);
        expect(elements(page, 'code').map(textOf)).toEqual([KEY]);
      }),
      { numRuns: scaled(100) },
    );
  });
});

describe('the same lines', () => {
  it.each([
    ['a\nb', 'a\r\nb', true],
    ['a\nb', 'a\nb\n\n', true],
    ['a', 'a ', true],
    ['a\nb', 'a\nc', false],
    ['a\n\nb', 'a\nb', false],
    [' a', 'a', false],
  ])('%j and %j: %s', (one, other, same) => {
    expect(hasSameLines(one, other)).toBe(same);
  });
});
