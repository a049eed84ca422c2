import { readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Portal } from '../../sandbox/portal/index.ts';
import { readAction } from '../../sandbox/runner.ts';
import { OUTPUTS_OF_FAILED_SCAN } from '../../src/report/outputs.ts';
import { type ActionRun, emptyDirectory, inputsFor, portalFor, run } from '../support/action.ts';
import { leaksOf } from '../support/leaks.ts';
import { ago, expectSuccess, smallPortal } from '../support/small-portal.ts';

/** The built action from its inputs to everything that it writes. */

/** Replaces everything that differs from run to run: dates, the portal's port, the directory of the run. */
function steady(text: string, portal: Portal, { directory }: ActionRun): string {
  return text
    .replaceAll('\\', '/')
    .replaceAll(directory.replaceAll('\\', '/'), '<directory>')
    .replaceAll(new URL(portal.url).host, '<portal>')
    .replaceAll(new URL(portal.url).port, '<port>')
    .replaceAll(portal.apiKey, '<key>')
    .replace(/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z/g, '<date>')
    .replace(/(?<!until:)\d{4}-\d{2}-\d{2}( \d{2}:\d{2} UTC)?/g, '<day>');
}

describe('a run', () => {
  it('writes log, summary, outputs and files', async () => {
    const portal = await smallPortal();
    const result = await run({ inputs: { ...inputsFor(portal), redact: 'never', 'max-abandoned': '10' } });
    expectSuccess(result);
    expect(steady(result.stdout, portal, result)).toMatchSnapshot('log');
    expect(steady(result.summary, portal, result)).toMatchSnapshot('summary');
    const { 'abandoned-rooms': rooms = '', ...outputs } = result.outputs;
    expect(steady(JSON.stringify(outputs, null, 2).replaceAll('\\\\', '/'), portal, result)).toMatchSnapshot(
      'outputs',
    );
    expect(Object.keys(result.outputs).sort()).toEqual(Object.keys((await readAction()).outputs).sort());
    expect(result.reportFiles.toSorted()).toEqual([
      'abandoned-rooms.csv',
      'abandoned-rooms.json',
      'abandoned-rooms.md',
    ]);
    for (const name of ['report-json', 'report-csv', 'report-markdown']) {
      expect(isAbsolute(result.outputs[name] ?? '')).toBe(true);
    }
    const report = JSON.parse(await readFile(result.outputs['report-json'] ?? '', 'utf8'));
    expect(report).toMatchObject({
      schemaVersion: 1,
      portal: `${portal.url}/`,
      counts: { scanned: 9, abandoned: 4 },
    });
    expect(report.abandoned).toEqual(JSON.parse(rooms));
    expect(report.abandoned.map(({ id }: { id: unknown }) => id)).toEqual([1, 'drive-3', 2, 4]);
    expect(await readFile(result.outputs['report-markdown'] ?? '', 'utf8')).toBe(result.summary);
    const csv = await readFile(result.outputs['report-csv'] ?? '', 'utf8');
    expect(csv.split('\r\n').map((row) => row.split(',').slice(0, 2).join())).toEqual([
      'status,id',
      ...['abandoned,1', 'abandoned,drive-3', 'abandoned,2', 'abandoned,4'],
      ...['upcoming,5', 'exempt,8', 'exempt,7', ''],
    ]);
    // The key, the list, its account, one look into each room that looks inactive, and the disabled accounts.
    expect(portal.requests.map(({ method }) => method)).toEqual(Array(8).fill('GET'));
    expect(portal.storedOrders.size).toBe(0);
  });

  it('writes the same with titles, owners and tags left out', async () => {
    const portal = await smallPortal();
    const result = await run({ inputs: { ...inputsFor(portal), redact: 'always' } });
    expectSuccess(result);
    expect(steady(result.stdout, portal, result)).toMatchSnapshot('log');
    expect(steady(result.summary, portal, result)).toMatchSnapshot('summary');
  });

  it('masks the key before anything else', async () => {
    const portal = await smallPortal();
    const result = await run({ inputs: inputsFor(portal), env: { RUNNER_DEBUG: '1' } });
    expect(result.stdout.split('\n')[0]).toBe(`::add-mask::${portal.apiKey}`);
    const wrong = await run({ inputs: { ...inputsFor(portal), 'docspace-url': '', 'inactive-days': 'ten' } });
    expect(wrong.exitCode).toBe(1);
    expect(wrong.stdout.split('\n')[0]).toBe(`::add-mask::${portal.apiKey}`);
    expect(await leaksOf(wrong, wrong.directory, portal.apiKey)).toEqual([]);
  });

  it('says how many rooms are listed and checked', async () => {
    const portal = await portalFor({ roomCount: 2345, oldCount: 3 });
    const result = await run({ inputs: { ...inputsFor(portal), 'inactive-days': '30' } });
    expectSuccess(result);
    expect(result.outputs).toMatchObject({ 'scanned-count': '2345', 'abandoned-count': '3' });
    expect(result.log.split('\n')).toContain('2,345 of 2,345 rooms listed');
    expect(result.log.split('\n')).toContain('3 of 3 rooms checked');
  });

  it('asks the portal for the chosen types only', async () => {
    const portal = await smallPortal();
    const result = await run({ inputs: { ...inputsFor(portal), 'room-types': 'custom, Form-Filling' } });
    expectSuccess(result);
    const list = portal.requests.find(({ page }) => page === 1);
    expect(list?.query.getAll('type').sort()).toEqual(['1', '5']);
    expect(result.outputs).toMatchObject({
      'scanned-count': '2',
      'abandoned-count': '1',
      'upcoming-count': '1',
    });
  });

  it('finds a portal below a path, with and without a slash at the end', async () => {
    const portal = await smallPortal({ basePath: '/office/docs' });
    for (const slash of ['', '/', '//']) {
      const result = await run({ inputs: { ...inputsFor(portal), 'docspace-url': `${portal.url}${slash}` } });
      expectSuccess(result);
      expect(result.outputs['scanned-count']).toBe('9');
      expect(result.outputs['abandoned-rooms']).toContain(
        `"url":"${portal.url}/rooms/shared/1/filter?folder=1"`,
      );
    }
    expect(new Set(portal.requests.map(({ path }) => path))).toEqual(
      new Set(
        [
          'keys/@self',
          'files/rooms',
          'files/folder/1/log',
          'files/folder/2/log',
          'files/folder/4/log',
          'files/drive-3',
          'people/@self',
          'people/status/terminated',
        ].map((path) => `/office/docs/api/2.0/${path}`),
      ),
    );
  });

  it('writes to report-directory, and deletes the files of an earlier run first', async () => {
    const portal = await smallPortal();
    const directory = await emptyDirectory();
    const inputs = { ...inputsFor(portal), 'report-directory': 'deep/down' };
    expectSuccess(await run({ directory, inputs }));
    const path = join(directory, 'deep', 'down', 'abandoned-rooms.json');
    expect(JSON.parse(await readFile(path, 'utf8')).counts.scanned).toBe(9);
    portal.faults.add({ kind: { status: 401 } });
    const failed = await run({ directory, inputs });
    expect(failed.exitCode).toBe(1);
    await expect(readFile(path, 'utf8')).rejects.toThrow('ENOENT');
  });
});

describe('the limit', () => {
  const cases: [string, number, string][] = [
    ['4', 0, 'false'],
    ['3', 1, 'true'],
  ];
  it.each(cases)(
    'max-abandoned "%s" with four abandoned rooms: exit %i',
    async (limit, exitCode, exceeded) => {
      const portal = await smallPortal();
      const result = await run({ inputs: { ...inputsFor(portal), 'max-abandoned': limit } });
      expect(result.exitCode).toBe(exitCode);
      // What was found is written whole, whether the step fails or not.
      expect(result.outputs).toMatchObject({ 'abandoned-count': '4', 'limit-exceeded': exceeded });
      expect(result.reportFiles).toHaveLength(3);
      expect(result.summary).toContain('4 of 8 rooms are abandoned');
      expect(result.summary).not.toContain('scan failed');
      expect(result.log).toContain('Total abandoned rooms: 4');
      expect(result.errors).toEqual(
        exitCode === 0 ? [] : [`4 abandoned rooms are more than max-abandoned allows (${limit}).`],
      );
    },
  );

  it('0 holds if no room is abandoned', async () => {
    const portal = await portalFor({ rooms: [{ updated: ago(1) }] });
    const result = await run({ inputs: { ...inputsFor(portal), 'max-abandoned': '0' } });
    expectSuccess(result);
    expect(result.outputs).toMatchObject({
      'abandoned-count': '0',
      'oldest-days': '0',
      'limit-exceeded': 'false',
    });
    expect(result.log).toContain('No rooms found with inactivity >= 10 days.');
  });
});

describe('no room at all', () => {
  it('is a warning that explains itself, and no all clear', async () => {
    const account = { id: 'guest', displayName: 'Guest' };
    const keys = [{ key: 'sk-of-a-guest-12345', scopes: ['rooms:read', 'files:read'], account, sees: [] }];
    const portal = await smallPortal({ keys });
    const result = await run({ inputs: { ...inputsFor(portal), 'max-abandoned': '0' } });
    expectSuccess(result);
    expect(result.log).toContain('No rooms found.');
    expect(result.warnings).toHaveLength(1);
    expect(result.warnings[0]).toMatch(/No room is visible to this API key.*administrator/);
    expect(result.summary).toContain('No room is visible to this API key');
    expect(result.summary).not.toContain('✅');
    expect(result.outputs).toMatchObject({
      'scanned-count': '0',
      'abandoned-count': '0',
      'abandoned-rooms': '[]',
    });
    expect(result.reportFiles).toHaveLength(3);
  });

  it('a key without the scope is an error, not an empty portal', async () => {
    const account = { id: 'admin', displayName: 'Admin' };
    const keys = [
      { key: 'sk-without-a-scope', scopes: ['accounts.self:read'], account, sees: 'all' as const },
    ];
    const portal = await smallPortal({ keys });
    const result = await run({ inputs: inputsFor(portal) });
    expect(result.exitCode).toBe(1);
    expect(result.errors).toEqual([expect.stringMatching(/^The API key lacks the scope "rooms:read"/)]);
    expect(result.outputs).toEqual(OUTPUTS_OF_FAILED_SCAN);
  });
});

describe('inputs', () => {
  it('are all reported together, and nothing is asked of the portal', async () => {
    const portal = await smallPortal();
    const result = await run({
      inputs: {
        ...inputsFor(portal),
        'docspace-url': 'http://portal.example/',
        'allow-insecure-http': 'perhaps',
        'inactive-days': '1e3',
        'unknown-activity': 'panic',
        'room-types': 'custom,cellar',
        'upcoming-days': '-1',
        'max-abandoned': '1.5',
        redact: 'yes',
        concurrency: '51',
        'request-timeout': '0x10',
      },
    });
    expect(result.exitCode).toBe(1);
    expect(result.errors).toHaveLength(1);
    const [head, ...faults] = (result.errors[0] ?? '').split('\n');
    expect(head).toBe('10 inputs cannot be used:');
    expect(faults.map((fault) => fault.split(':')[0]).toSorted()).toEqual([
      '- allow-insecure-http',
      '- concurrency',
      '- docspace-url',
      '- inactive-days',
      '- max-abandoned',
      '- redact',
      '- request-timeout',
      '- room-types',
      '- unknown-activity',
      '- upcoming-days',
    ]);
    for (const fault of faults) expect(fault).toMatch(/got .*takes /);
    expect(result.outputs).toEqual(OUTPUTS_OF_FAILED_SCAN);
    expect(result.reportFiles).toEqual([]);
    for (const fault of ['inactive-days', '1e3', 'cellar', 'panic']) expect(result.summary).toContain(fault);
    expect(portal.requests).toEqual([]);
  });
});

describe('outside of a runner', () => {
  it('without files for outputs and summary the log has it all', async () => {
    const portal = await smallPortal();
    const env = {
      GITHUB_OUTPUT: undefined,
      GITHUB_STEP_SUMMARY: undefined,
      RUNNER_TEMP: undefined,
      GITHUB_ACTIONS: undefined,
    };
    const directory = await emptyDirectory();
    const inputs = { ...inputsFor(portal), 'report-directory': join(directory, 'reports') };
    const result = await run({ directory, inputs, env });
    expectSuccess(result);
    expect(result.outputs).toEqual({});
    expect(result.summary).toBe('');
    for (const name of Object.keys((await readAction()).outputs))
      expect(result.log).toContain(`output ${name}: `);
    expect(result.log).toContain('output abandoned-count: 4');
    expect(result.stdout).not.toContain('::set-output');
    expect(
      JSON.parse(await readFile(join(directory, 'reports', 'abandoned-rooms.json'), 'utf8')).counts.scanned,
    ).toBe(9);
  });

  it('a summary that cannot be written does not hide why the scan failed', async () => {
    const portal = await smallPortal();
    portal.faults.add({ kind: { status: 401 } });
    const directory = await emptyDirectory();
    const env = { GITHUB_STEP_SUMMARY: join(directory, 'missing', 'summary.md') };
    const result = await run({ directory, inputs: inputsFor(portal), env });
    expect(result.exitCode).toBe(1);
    expect(result.errors.join('\n')).toMatch(/^401 /);
  });

  it('a summary that cannot be written does not hide that the limit is exceeded', async () => {
    const portal = await smallPortal();
    const directory = await emptyDirectory();
    const env = { GITHUB_STEP_SUMMARY: join(directory, 'missing', 'summary.md') };
    const result = await run({ directory, inputs: { ...inputsFor(portal), 'max-abandoned': '0' }, env });
    expect(result.exitCode).toBe(1);
    expect(result.outputs['limit-exceeded']).toBe('true');
    expect(result.errors.join('\n')).toContain('more than max-abandoned allows (0)');
  });
});
