import { expect, it } from 'vitest';
import { lineOf, setScene } from '../support/github-run.ts';

/** The life of a tracking issue in five runs. `robust/tracking.test.ts` has all of it. */

it('opens, updates, leaves, closes and reopens the tracking issue', async () => {
  const { run, issue, openIssues, addRoom, use } = await setScene();
  addRoom(1);
  expect((await run()).outputs).toMatchObject({
    'issue-action': 'created',
    'issue-number': '1',
    'new-count': '0',
  });
  expect(issue().body).toContain(lineOf(1));

  addRoom(2);
  expect((await run()).outputs).toMatchObject({ 'issue-action': 'updated', 'new-count': '1' });
  expect(issue().body).toContain(lineOf(2));

  const unchanged = await run();
  expect(unchanged.outputs).toMatchObject({ 'issue-action': 'unchanged', 'new-count': '0' });
  expect(unchanged.writes).toEqual([]);

  use(1);
  use(2);
  expect((await run()).outputs).toMatchObject({ 'issue-action': 'closed', 'recovered-count': '2' });
  expect(openIssues()).toEqual([]);

  addRoom(3);
  expect((await run()).outputs).toMatchObject({ 'issue-action': 'reopened', 'issue-number': '1' });
});
