import { parse } from 'csv-parse/sync';
import type { Element, Root } from 'hast';
import { beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS, type RoomSeed, startPortal } from '../../sandbox/portal/index.ts';
import { REPORT_FILES } from '../../src/report/files.ts';
import { logReport } from '../../src/report/log.ts';
import { outputsOf } from '../../src/report/outputs.ts';
import type { Report } from '../../src/report/schema.ts';
import { renderSummary } from '../../src/report/text/summary.ts';
import { dayOf } from '../../src/rooms/days.ts';
import { visible } from '../../src/shared/text.ts';
import { connect } from '../support/clients.ts';
import { makePolicy } from '../support/factories.ts';
import { makeBody, NOW, planFor } from '../support/github-make.ts';
import { elements, LINKED_TEXT, renderPage, textOf } from '../support/github-page.ts';
import { HOSTILE_CORPUS } from '../support/robust-corpus.ts';
import { scanReport } from '../support/scan-sandbox.ts';

/**
 * Texts of all kinds as titles, owners and tags, on a portal, through a scan, to every place where they are shown: each
 * of them is plain text there, and what is around it is ours.
 */

/** So many names stand in one comment, and so many rows of a summary are open. */
const CHUNK = 20;
const EXEMPT_FROM = 1000;

interface Shown {
  readonly texts: readonly string[];
  readonly report: Report;
}

const shown: Shown[] = [];
const old = new Date(NOW.getTime() - 100 * DAY_MS);

/** Each text as title and owner of an abandoned room, and as title, owner and tag of one that its tag exempts. */
function roomsWith(texts: readonly string[]): RoomSeed[] {
  const seed = (text: string, id: number, tags: string[]): RoomSeed => ({
    id,
    title: text,
    roomType: 2,
    created: old,
    updated: old,
    createdBy: { id: `owner-${id}`, displayName: text },
    tags,
    log: [{ verb: 'upload', at: old, by: { id: `owner-${id}`, displayName: text } }],
  });
  return texts.flatMap((text, index) => [
    seed(text, index + 1, [`tag ${text}`, 'plain']),
    seed(text, EXEMPT_FROM + index + 1, [text]),
  ]);
}

beforeAll(async () => {
  for (let from = 0; from < HOSTILE_CORPUS.length; from += CHUNK) {
    const sent = HOSTILE_CORPUS.slice(from, from + CHUNK);
    // The client makes them well-formed when it reads an answer.
    const texts = sent.map((text) => text.toWellFormed());
    const sandbox = await startPortal({ rooms: roomsWith(sent), now: () => NOW });
    const portal = connect(sandbox, { concurrency: 8, now: () => NOW });
    const report = await scanReport({
      portal,
      policy: makePolicy({ activitySource: 'history', exemptTags: texts }),
      concurrency: 8,
      now: NOW,
    });
    await sandbox.close();
    shown.push({ texts, report });
  }
});

/** What a reader sees: without what parts a mention or a link, and without the spaces that HTML does not show. */
const seen = (text: string) => text.replaceAll('\u200b', '').replace(/\s+/gu, '');
/** What has to be seen of a text. A text of spaces alone is shown by a picture of them. */
const wanted = (text: string) => {
  const plain = visible(text.toWellFormed());
  return seen(plain.trim() === '' ? plain.replace(/\s/gu, '␠') : plain);
};

const OURS = new Set(
  'html head body h2 h3 p strong sub table thead tbody tr th td a ul li input details summary pre code'.split(
    ' ',
  ),
);

/** That a page holds no element but ours, and no text that GitHub would make a link or a picture of. */
function expectOnlyOurs(page: Root): void {
  expect(
    elements(page)
      .map(({ tagName }) => tagName)
      .filter((name) => !OURS.has(name)),
  ).toEqual([]);
  for (const code of elements(page, 'code')) {
    expect(textOf(code)).toMatch(
      /^(redact|report-json|report-csv|report-markdown|portal\.example)$|^xychart-beta\n/,
    );
  }
  for (const element of elements(page, 'td', 'li', 'summary', 'h2', 'h3')) {
    const text = textOf(element);
    // What parts a link is no white space for a regular expression, but is for GitHub.
    expect(text.replaceAll('\u200b', ' ')).not.toMatch(LINKED_TEXT);
    expect(text, 'no emoji code').not.toMatch(/:[\w+-]+:/);
    expect(text, 'nothing invisible').not.toMatch(/[\p{Cc}\u202a-\u202e\u2060-\u2069\ufeff\p{Cs}]/u);
  }
  for (const link of elements(page, 'a')) {
    expect(link.properties['href']).toMatch(
      /^http:\/\/127\.0\.0\.1:\d+\/rooms\/shared\/\d+\/filter\?folder=\d+$/,
    );
    expect(Object.keys(link.properties)).toEqual(['href']);
    expect(link.children.every(({ type }) => type === 'text')).toBe(true);
  }
  for (const element of elements(page, 'td', 'th', 'li', 'p', 'details', 'summary', 'table')) {
    expect(Object.keys(element.properties).filter((name) => !['align', 'className'].includes(name))).toEqual(
      [],
    );
  }
}

/** That the dollar sign, the backtick and the bar stand for nothing in the source either. */
function expectNoneInSource(markdown: string): void {
  for (const line of markdown.split('\n').filter((line) => /^\| \[|^- \[/.test(line))) {
    expect(line).not.toMatch(/[$`\\]/);
  }
}

const idOf = (link: Element | undefined) =>
  Number(/folder=(\d+)$/.exec(String(link?.properties['href']))?.[1]);

/** The text that stands behind a room's id. */
const textBehind = ({ texts }: Shown, id: number) => texts[(id % EXEMPT_FROM) - 1] ?? '';

/** The rows of all tables with rooms: one a room, one cell a column, each cell the text alone. */
function expectTables(one: Shown, page: Root): void {
  const rooms = elements(page, 'table').filter(
    (table) => textOf(elements(table, 'th')[0] ?? table) === 'Room',
  );
  const met: number[] = [];
  for (const table of rooms) {
    const columns = elements(table, 'th').map((cell) => textOf(cell));
    for (const row of elements(table, 'tr').slice(1)) {
      const cells = elements(row, 'td');
      expect(cells).toHaveLength(columns.length);
      const [link, ...others] = elements(row, 'a');
      expect(others).toEqual([]);
      expect(elements(row).filter(({ tagName }) => tagName !== 'td' && tagName !== 'a')).toEqual([]);
      const id = idOf(link);
      const text = textBehind(one, id);
      const cell = (name: string) => seen(textOf(cells[columns.indexOf(name)] ?? row));
      expect(cell('Room')).toBe(wanted(text));
      expect(cell('Owner')).toBe(seen(visible(text.toWellFormed())));
      // Exempt rooms are not looked into, so that nobody is named there.
      const by = id > EXEMPT_FROM ? '' : `,fileaddedby${seen(visible(text.toWellFormed()))}`;
      expect(cell('Last activity')).toBe(`2026-02-21${by}`);
      if (columns.includes('Reason')) {
        expect(cell('Reason')).toMatch(/^exempt-tags"/);
        expect(cell('Days')).toBe('100');
      }
      met.push(id);
    }
  }
  const all = one.texts.flatMap((_, index) => [index + 1, EXEMPT_FROM + index + 1]);
  expect(met.sort((a, b) => a - b)).toEqual(all.sort((a, b) => a - b));
}

describe('hostile texts', () => {
  it('are all on the portal, and each room is judged right', () => {
    expect(HOSTILE_CORPUS.length).toBeGreaterThan(150);
    for (const { texts, report } of shown) {
      expect(report.counts).toMatchObject({
        abandoned: texts.length,
        exempt: texts.length,
        scanned: 2 * texts.length,
      });
    }
  });

  it('are text in the summary', () => {
    for (const one of shown) {
      const markdown = renderSummary(one.report);
      const page = renderPage(markdown);
      expectOnlyOurs(page);
      expectTables(one, page);
      expectNoneInSource(markdown);
    }
  });

  it('are text in the report in Markdown', () => {
    const file = REPORT_FILES.find(({ name }) => name.endsWith('.md'));
    for (const one of shown) {
      const markdown = file?.render(one.report) ?? '';
      const page = renderPage(markdown);
      expectOnlyOurs(page);
      expectTables(one, page);
      expectNoneInSource(markdown);
    }
  });

  const planOn = (report: Report, body: string | null) =>
    planFor(report, body === null ? null : { body, isOpen: true }, {
      boxesAtStart: new Map(),
      today: dayOf(NOW),
    });

  it('are text in the issue, kept ones too', () => {
    for (const one of shown) {
      const exempt = one.report.exempt.map((room) => ({
        ...room,
        reason: 'ticked',
        keptUntil: '2026-08-30',
      }));
      const plan = planOn({ ...one.report, exempt }, null);
      const page = renderPage(plan.body ?? '');
      expectOnlyOurs(page);
      expectNoneInSource(plan.body ?? '');
      const items = elements(page, 'li');
      expect(items).toHaveLength(2 * one.texts.length);
      for (const item of items) {
        const [link, ...others] = elements(item, 'a');
        expect(others).toEqual([]);
        expect(elements(item, 'input')).toHaveLength(1);
        const id = idOf(link);
        const text = textBehind(one, id);
        expect(seen(textOf(link as Element))).toBe(wanted(text));
        const owner = id > EXEMPT_FROM ? '' : seen(visible(text.toWellFormed()));
        expect(seen(textOf(item))).toContain(
          `${wanted(text)}—${id > EXEMPT_FROM ? 'keptuntil' : `collaboration·${owner}·`}`,
        );
      }
      const again = planOn({ ...one.report, exempt }, plan.body);
      expect(again.action).toBe('unchanged');
    }
  });

  it('are text in the comment', () => {
    for (const one of shown) {
      const { comment } = planOn(one.report, makeBody([5000], { report: { portal: one.report.portal } }));
      const page = renderPage(comment?.text ?? '');
      expectOnlyOurs(page);
      expectNoneInSource(comment?.text ?? '');
      const items = elements(page, 'li');
      expect(items).toHaveLength(one.texts.length);
      for (const item of items) {
        expect(elements(item).map(({ tagName }) => tagName)).toEqual(['a']);
        expect(seen(textOf(item))).toBe(wanted(textBehind(one, idOf(elements(item, 'a')[0]))));
      }
    }
  });

  const csvOf = (report: Report) =>
    REPORT_FILES.find(({ name }) => name.endsWith('.csv'))?.render(report) ?? '';

  /** Without the apostrophes that keep what follows them from being a formula. */
  const unescaped = (cell: string) => cell.replace(/(^|[;"\s])'(?=["\s]*[=+\-@\uff1d])/g, '$1');

  it('are cells of the CSV, none of them a formula', () => {
    for (const one of shown) {
      const rows = parse(csvOf(one.report), { columns: true }) as Record<string, string>[];
      expect(rows).toHaveLength(2 * one.texts.length);
      for (const row of rows) {
        const text = textBehind(one, Number(row['id']));
        const plain = visible(text);
        const isExempt = Number(row['id']) > EXEMPT_FROM;
        for (const name of ['title', 'owner', 'lastActivityBy', ...(isExempt ? ['tags'] : [])]) {
          expect(unescaped(row[name] ?? ''), name).toBe(unescaped(plain));
        }
        for (const cell of Object.values(row))
          expect(cell).not.toMatch(/^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/);
      }
    }
  });

  it('begin no formula if a spreadsheet splits cells at semicolons', () => {
    const formulas = shown.flatMap(({ report }) =>
      csvOf(report)
        .split('\r\n')
        .flatMap((line) => line.split(';').slice(1))
        .filter((cell) => /^["\s]*[=+@-]/.test(cell)),
    );
    expect(formulas).toEqual([]);
  });

  it('are one line each in the log, and no command', () => {
    for (const one of shown) {
      const lines = [...logReport(one.report)].flatMap((entry) =>
        entry.kind === 'group' ? [entry.title, ...entry.lines] : [entry.text],
      );
      const rooms = lines.filter((line) => line.startsWith('• Room "'));
      expect(rooms).toHaveLength(one.texts.length);
      for (const line of lines) {
        expect(line).not.toMatch(/[\p{Cc}\u2028\u2029\p{Cs}]|##\[/u);
        expect(line).not.toMatch(/^\s*::/);
      }
      for (const [index, text] of one.texts.entries()) {
        const name = visible(text).replaceAll('##[', '# #[');
        expect(
          rooms.filter((line) => line.startsWith(`• Room "${name}" (ID: ${index + 1}) — inactive`)),
        ).toHaveLength(1);
        const exempt = lines.filter((line) =>
          line.startsWith(`Room "${name}" (ID: ${EXEMPT_FROM + index + 1}): `),
        );
        expect(exempt).toHaveLength(1);
      }
    }
  });

  it('are themselves, as well-formed text, in the JSON and in the output', () => {
    for (const one of shown) {
      const file = REPORT_FILES.find(({ name }) => name.endsWith('.json'));
      const text = file?.render(one.report) ?? '';
      expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
      const json = JSON.parse(text) as Report;
      const output = outputsOf(one.report);
      const rooms = JSON.parse(output['abandoned-rooms'] ?? '') as Report['abandoned'];
      expect(output['abandoned-rooms']).not.toContain('\n');
      for (const [index, original] of one.texts.entries()) {
        for (const list of [json.abandoned, rooms]) {
          const room = list.find(({ id }) => id === index + 1);
          const text = original.toWellFormed();
          expect(room).toMatchObject({ title: text, owner: text, tags: [`tag ${text}`, 'plain'] });
        }
      }
    }
  });
});
