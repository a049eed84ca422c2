import { expect, it } from 'vitest';
import { publishIssue, publishReport } from '../src/publish.ts';
import { makeReport, makeRoom } from './support/factories.ts';
import { fakeRuntime } from './support/fake-runtime.ts';
import { elements, renderPage, textOf } from './support/github-page.ts';

const ISSUE = { number: 7, url: 'https://github.com/acme/rooms/issues/7' };

it('names the tracking issue in a paragraph of its own, below the report', async () => {
  const runtime = await fakeRuntime();
  await publishReport(makeReport([makeRoom()]), '/reports', runtime);
  await publishIssue({ action: 'updated', ...ISSUE }, runtime);
  const page = renderPage(runtime.texts('summary').join(''));
  const paragraphs = elements(page, 'p').map(textOf);
  expect(paragraphs.at(-1)).toBe('Tracking issue: #7 (updated).');
  expect(paragraphs.at(-2)).toMatch(/^Scanned .* was used\.$/);
  expect(runtime.texts('info').at(-1)).toBe(`Tracking issue #7: updated (${ISSUE.url})`);
});

it('names none if nothing was done', async () => {
  const runtime = await fakeRuntime();
  await publishIssue({ action: 'none', ...ISSUE }, runtime);
  expect(runtime.effects.map(({ kind }) => kind)).toEqual(['output', 'output', 'output']);
});
