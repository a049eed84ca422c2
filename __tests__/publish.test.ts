import { expect, it } from 'vitest';
import { publishReport, publishToIssue } from '../src/publish.ts';
import type { IssueAction } from '../src/report/outputs.ts';
import { NO_TRACKER } from '../src/tracking/tracker.ts';
import { makeReport, makeRoom } from './support/factories.ts';
import { fakeRuntime } from './support/fake-runtime.ts';
import { elements, renderPage, textOf } from './support/github-page.ts';

const ISSUE = { number: 7, url: 'https://github.com/acme/rooms/issues/7' };

function trackerThat(action: IssueAction) {
  const write = async () => ({ action, ...ISSUE });
  return { ...NO_TRACKER, kind: 'ready' as const, approvedNow: async () => new Set<number>(), write };
}

it('names the tracking issue in a paragraph of its own, below the report', async () => {
  const runtime = await fakeRuntime();
  const report = makeReport([makeRoom()]);
  await publishReport(report, '/reports', runtime);
  expect(await publishToIssue(report, trackerThat('updated'), runtime)).toEqual([]);
  const page = renderPage(runtime.texts('summary').join(''));
  const paragraphs = elements(page, 'p').map(textOf);
  expect(paragraphs.at(-1)).toBe('Tracking issue: #7 (updated).');
  expect(paragraphs.at(-2)).toMatch(/^Scanned .* was used\.$/);
  expect(runtime.texts('info').at(-1)).toBe(`Tracking issue #7: updated (${ISSUE.url})`);
});

it('names none if nothing was done', async () => {
  const runtime = await fakeRuntime();
  await publishToIssue(makeReport([]), trackerThat('none'), runtime);
  expect(runtime.effects.map(({ kind }) => kind)).toEqual(['output', 'output', 'output']);
});
