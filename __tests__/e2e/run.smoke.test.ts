import { readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Portal } from '../../sandbox/portal/index.ts';
import { readAction } from '../../sandbox/runner.ts';
import { OUTPUTS_OF_FAILED_SCAN } from '../../src/report/outputs.ts';
import { type ActionRun, emptyDirectory, inputsFor, portalFor, run } from '../support/action.ts';
import { expectFailedScan } from '../support/failed-scan.ts';
import { leaksOf } from '../support/leaks.ts';
import { KEYS } from '../support/portal-with-rooms.ts';
import { expectSuccess, smallPortal } from '../support/small-portal.ts';

/** The built action from its inputs to everything that it writes: a process for each kind of ending. */

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

  it('writes to report-directory, and deletes the files of an earlier run first', async () => {
    const portal = await smallPortal({ keys: KEYS });
    const directory = await emptyDirectory();
    const inputs = { ...inputsFor(portal), 'report-directory': 'deep/down' };
    expectSuccess(await run({ directory, inputs }));
    const path = join(directory, 'deep', 'down', 'abandoned-rooms.json');
    expect(JSON.parse(await readFile(path, 'utf8')).counts.scanned).toBe(9);
    portal.faults.add({ kind: { status: 401 } });
    const failed = await run({ directory, inputs, env: { RUNNER_DEBUG: '1' } });
    await expectFailedScan(failed, /^401 .*the API key is wrong, disabled or expired/);
    await expect(readFile(path, 'utf8')).rejects.toThrow('ENOENT');
  });

  it('fails over the limit, after everything is written', async () => {
    const portal = await smallPortal();
    const result = await run({ inputs: { ...inputsFor(portal), 'max-abandoned': '3' } });
    expect(result.exitCode).toBe(1);
    expect(result.errors).toEqual(['4 abandoned rooms are more than max-abandoned allows (3).']);
    expect(result.outputs).toMatchObject({ 'abandoned-count': '4', 'limit-exceeded': 'true' });
    expect(result.reportFiles).toHaveLength(3);
    expect(result.summary).toContain('4 of 8 rooms are abandoned');
    expect(result.summary).not.toContain('scan failed');
    expect(result.log).toContain('Total abandoned rooms: 4');
  });

  it('reports every room after a fault that passes', async () => {
    const portal = await portalFor({ roomCount: 412, oldCount: 40 });
    portal.faults.add({ match: { page: 3 }, kind: { status: 503 }, times: 2 });
    const inputs = { ...inputsFor(portal), 'inactive-days': '30', 'activity-source': 'updated' };
    const result = await run({ inputs });
    expectSuccess(result);
    expect(result.outputs).toMatchObject({ 'scanned-count': '412', 'abandoned-count': '40' });
  });

  it('reports all faulty inputs together, the key masked, and asks the portal for nothing', async () => {
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
    expect(result.stdout.split('\n')[0]).toBe(`::add-mask::${portal.apiKey}`);
    expect(await leaksOf(result, result.directory, portal.apiKey)).toEqual([]);
  });
});
