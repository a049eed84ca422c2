import { parse as parseCsv } from 'csv-parse/sync';
import { decodeHTML } from 'entities';
import { describe, expect, it } from 'vitest';
import { HOSTILE_NAMES, HOSTILE_TITLES } from '../../sandbox/portal/index.ts';
import { renderCsv } from '../../src/report/files.ts';
import { markdownText, roomLink } from '../../src/report/text/markdown.ts';
import { accountList } from '../../src/rooms/accounts.ts';
import { compileExemptions } from '../../src/rooms/exemptions.ts';
import { logText, undecorated } from '../../src/shared/text.ts';
import { daysAgo, makePolicy, makeReport, makeRoom, NOW } from '../support/factories.ts';
import fc, { character } from '../support/fast-check.ts';

/** What a person copies: the text that a page shows for some Markdown, and what stands in a cell and in the log. */
const COPIES: Readonly<Record<string, (text: string) => string>> = {
  'a page': (text) => decodeHTML(markdownText(text)),
  'a link': (text) => decodeHTML(/^\[(.*)\]\(/s.exec(roomLink({ id: 1, title: text, url: 'x' }))?.[1] ?? ''),
  'a page, of which white space is folded': (text) => decodeHTML(markdownText(text)).replace(/[ \t]+/g, ' '),
  'the log': logText,
  'the CSV file': (text) => {
    const report = makeReport([makeRoom({ title: text, lastUpdated: daysAgo(99) })]);
    const [row] = parseCsv(renderCsv(report), { columns: true }) as { title: string }[];
    return row?.title ?? '';
  },
};

const anyText = fc.oneof(
  fc.constantFrom(...HOSTILE_TITLES, ...HOSTILE_NAMES),
  fc.string({ unit: character, maxLength: 12 }),
  fc
    .array(
      fc.constantFrom(
        '2024013',
        '#1',
        '##[',
        "'",
        ' ',
        '\u200b',
        '\u00ad',
        '\u202e',
        '\t',
        '=',
        '@ada',
        'www.',
        ';',
        '-',
        '"',
        'ß',
        '👨\u200d👩',
        '*',
        '[',
        '\\',
      ),
      { maxLength: 8 },
    )
    .map((parts) => parts.join('')),
);

describe.each(Object.entries(COPIES))('a text copied from %s', (_, copy) => {
  it('matches as a title, as an owner and as a tag, also as an entry of a list', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        // With the apostrophe of the CSV file, it would stand in quotes.
        fc.pre(!/^\W*[=+@-].*'\W*$/s.test(text));
        const entries = [copy(text), undecorated(copy(text))];
        for (const entry of entries) {
          const policy = makePolicy({ exemptRooms: [entry] });
          // An entry that is a glob with an invalid set is refused as an input.
          if (!/\[/.test(entry)) {
            expect(compileExemptions(policy).reasonFor(makeRoom({ title: text }), NOW)).not.toBeNull();
          }
          expect(accountList([entry])({ id: null, name: text })).toBe(true);
          const tagged = compileExemptions(makePolicy({ exemptTags: [entry] }));
          expect(tagged.reasonFor(makeRoom({ tags: [text] }), NOW)).not.toBeNull();
        }
      }),
      { examples: [['-;'], [";'@ada"], ['- "- a"']] },
    );
  });
});

describe('names', () => {
  it.each([
    ['Ann', 'Anna'],
    ['Plan 11', 'Plan 1 1'],
    ['a-b', 'ab'],
    ["d'Arc", 'dArc'],
    ['Plan (2024)', 'Plan 2024'],
    ['Ｐlan', 'Plan'],
  ])('%j is not %j', (one, other) => {
    expect(accountList([one])({ id: null, name: other })).toBe(false);
  });
});
