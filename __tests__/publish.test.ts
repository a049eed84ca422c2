import { expect, it } from 'vitest';
import { publishIssue, publishReport } from '../src/publish.ts';
import { makeReport, makeRoom } from './make.ts';
import { elements, renderPage, textOf } from './support/github-page.ts';
import { fakeOutside } from './support/outside.ts';

const ISSUE = { number: 7, url: 'https://github.com/acme/rooms/issues/7' };

it('names the tracking issue in a paragraph of its own, below the report', async () => {
  const outside = await fakeOutside();
  await publishReport(makeReport([makeRoom()]), '/reports', outside);
  await publishIssue({ action: 'updated', ...ISSUE }, outside);
  const page = renderPage(outside.texts('summary').join(''));
  const paragraphs = elements(page, 'p').map(textOf);
  expect(paragraphs.at(-1)).toBe('Tracking issue: #7 (updated)');
  expect(paragraphs.at(-2)).toMatch(/^Scanned .* looked at\.$/);
  expect(outside.texts('info').at(-1)).toBe(`Tracking issue #7: updated (${ISSUE.url})`);
});

it('names none where nothing was done', async () => {
  const outside = await fakeOutside();
  await publishIssue({ action: 'none', ...ISSUE }, outside);
  expect(outside.deeds.map(({ kind }) => kind)).toEqual(['output', 'output', 'output']);
});
