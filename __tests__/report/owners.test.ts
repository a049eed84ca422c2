import { describe, expect, it } from 'vitest';
import { mailtoUrl, ownersOf } from '../../src/report/owners.ts';
import type { Report } from '../../src/report/schema.ts';
import { renderMarkdownReport, renderSummary } from '../../src/report/text/summary.ts';
import fc, { character } from '../support/fast-check.ts';
import { makeEntry, makeReport } from '../support/github-make.ts';
import { elements, renderPage, textOf } from '../support/github-page.ts';
import { scaled } from '../support/scale.ts';

const ada = { ownerId: 'ada', owner: 'Ada Lovelace', ownerEmail: 'ada@example.com' };
const report = (rooms: Parameters<typeof makeReport>[0]): Report => ({
  ...makeReport(rooms),
  contacts: { owners: 1, reachable: 1 },
});

describe('rooms by owner', () => {
  it('stand under the account, most rooms first; two owners of one name are two', () => {
    const owners = ownersOf([
      makeEntry({ id: 1, ...ada, ownerId: 'other', ownerEmail: 'other@example.com' }),
      makeEntry({ id: 2, ...ada, new: true }),
      makeEntry({ id: 3, ...ada }),
    ]);
    expect(owners.map(({ name, email, rooms }) => [name, email, rooms.map(({ id }) => id)])).toEqual([
      ['Ada Lovelace', 'ada@example.com', [2, 3]],
      ['Ada Lovelace', 'other@example.com', [1]],
    ]);
    expect(owners[0]?.rooms[0]).toEqual({
      id: 2,
      title: 'Room 2',
      url: 'https://portal.example/rooms/shared/2/filter?folder=2',
      lastActivity: '2025-04-27T00:00:00.000Z',
      daysInactive: 400,
      usedSpace: 1_000_000,
      risks: [],
      new: true,
    });
  });

  it.each([
    [{}, false, null],
    [{ ownerEmail: null }, false, 'no address known'],
    [{ risks: ['owner gone'] }, true, 'account disabled'],
    [{ risks: ['owner gone'], ownerEmail: null }, true, 'account disabled or deleted'],
    [{ owner: null, ownerId: null, ownerEmail: null }, false, 'no owner'],
  ] as const)('of an owner with %j', (owner, isDisabled, note) => {
    expect(ownersOf([makeEntry({ ...ada, ...owner })])).toMatchObject([{ isDisabled, note }]);
  });
});

describe('a link that writes to an owner', () => {
  const linkFor = (rooms: ReturnType<typeof makeEntry>[]) => {
    const [owner] = ownersOf(rooms);
    if (owner === undefined) throw new Error('no owner');
    return mailtoUrl(owner, makeReport(rooms));
  };

  it('has a subject and the rooms', () => {
    const rooms = [makeEntry({ id: 1, ...ada }), makeEntry({ id: 2, ...ada, lastActivity: null })];
    const url = new URL(linkFor(rooms));
    expect(url.pathname).toBe('ada@example.com');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      subject: '2 rooms of yours on portal.example: still needed?',
      body: [
        'Hello Ada Lovelace,',
        '',
        'these rooms of yours show no activity on https://portal.example/ for 10 days or longer, or no date of any:',
        '',
        '- Room 1, last activity 2025-04-27: https://portal.example/rooms/shared/1/filter?folder=1',
        '- Room 2, last activity not known: https://portal.example/rooms/shared/2/filter?folder=2',
        '',
        'Please archive or delete what nobody needs any more, and answer if a room has to stay.',
        '',
      ].join('\r\n'),
    });
  });

  it('does not say that nobody used a room without a date, nor names an owner whose name is too long', () => {
    const room = makeEntry({ ...ada, owner: '😀'.repeat(80), ownerEmail: `${'%'.repeat(240)}@example.com` });
    const body = (one: typeof room) => new URL(linkFor([one])).searchParams.get('body') ?? '';
    expect(body(room)).toMatch(
      /^Hello,\r\n\r\nthis room of yours shows no activity on .* for 10 days or longer:/,
    );
    expect(body({ ...room, lastActivity: null })).toContain(' or longer, or no date of any:');
  });

  it('of 500 rooms says how many did not fit', () => {
    const url = linkFor(Array.from({ length: 500 }, (_, id) => makeEntry({ id, ...ada })));
    const body = new URL(url).searchParams.get('body') ?? '';
    const listed = body.match(/^- Room/gm)?.length ?? 0;
    expect(listed).toBeGreaterThan(5);
    expect(body).toContain(`- and ${500 - listed} more rooms\r\n`);
  });

  it('is one address of at most 1,900 characters, whatever names and titles hold', () => {
    const hostile = fc.oneof(
      fc.string({ unit: character, maxLength: 200 }),
      fc.constantFrom(
        '&cc=eve@example.com',
        'x?bcc=y',
        '\r\nBcc: eve',
        ')](https://evil.example)',
        '計画'.repeat(80),
        '😀'.repeat(128),
        '\ud800',
      ),
    );
    const email = fc.constantFrom(
      'ada@example.com',
      "o'b+r%&?=@example.com",
      `${'%'.repeat(240)}@example.com`,
    );
    fc.assert(
      fc.property(
        hostile,
        fc.array(hostile, { minLength: 1, maxLength: 9 }),
        email,
        (owner, titles, ownerEmail) => {
          const rooms = titles.map((title, id) => makeEntry({ id, ...ada, owner, ownerEmail, title }));
          const text = linkFor(rooms);
          expect(text.length).toBeLessThanOrEqual(1900);
          expect(text).toMatch(/^mailto:[\w.%+@-]+\?subject=[\w.%-]*&body=[\w.%-]*$/);
          expect(decodeURIComponent(new URL(text).pathname)).toBe(ownerEmail);
          // In the summary it is the one link of its row, whose text is the name.
          const page = renderPage(renderSummary(report(rooms)));
          const links = elements(page, 'a').filter(({ properties }) =>
            String(properties['href']).startsWith('mailto:'),
          );
          expect(links.map(({ properties }) => properties['href'])).toEqual([text]);
          expect(
            elements(page, 'a').every(({ properties }) =>
              /^(mailto:|https:\/\/portal\.example\/)/.test(String(properties['href'])),
            ),
          ).toBe(true);
        },
      ),
      { numRuns: scaled(100) },
    );
  });
});

describe('the table of owners', () => {
  const many = Array.from({ length: 300 }, (_, id) =>
    makeEntry({ id, owner: `Owner ${id}`, ownerId: `o${id}`, ownerEmail: `o${id}@example.com` }),
  );

  it('holds 100 owners in the summary, and all in the report file', () => {
    const summary = renderSummary({ ...report(many), contacts: { owners: 300, reachable: 300 } });
    expect(summary.match(/\]\(mailto:/g)).toHaveLength(100);
    expect(summary).toContain(
      'Showing 100 of 300. All owners are in the report file (output `report-owners`).',
    );
    const file = [
      ...renderMarkdownReport({ ...report(many), contacts: { owners: 300, reachable: 300 } }),
    ].join('');
    expect(file.match(/\]\(mailto:/g)).toHaveLength(300);
  });

  it('links nobody who cannot be asked, and is left out without owner-contacts', () => {
    const rooms = [makeEntry({ ...ada, risks: ['owner gone'] })];
    const table = elements(renderPage(renderSummary(report(rooms))), 'table')
      .map(textOf)
      .join();
    expect(table).toContain('Ada Lovelace');
    expect(table).toContain('account disabled');
    expect(renderSummary(report(rooms))).not.toContain('mailto:');
    expect(renderSummary(makeReport([makeEntry(ada)]))).not.toContain('Owners to ask');
  });
});
