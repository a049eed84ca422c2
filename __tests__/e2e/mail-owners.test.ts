// Runs the script of examples/mail-owners.yml, against a mail server on loopback.
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startPortal } from '../../sandbox/portal/index.ts';
import { normalizeLines } from '../../src/shared/text.ts';
import { inputsFor } from '../support/action.ts';
import { selfSigned } from '../support/certificate.ts';
import { runHere } from '../support/run-here.ts';
import { type Mail, startSmtp } from '../support/smtp-server.ts';
import { stepsOf } from '../support/workflows.ts';

const script = stepsOf('examples/mail-owners.yml').find(({ run }) => run !== undefined)?.run ?? '';
/** Runs the script on a day of a month. */
const WRAPPER = `
import datetime, os
class Clock(datetime.datetime):
    @classmethod
    def now(cls, zone): return cls(2026, int(os.environ.get("MONTH", "6")), int(os.environ["DAY"]), tzinfo=zone)
datetime.datetime = Clock
exec(compile(open(os.environ["SCRIPT"], encoding="utf-8").read(), "script", "exec"))
`;
const READER = `
import email, email.policy, json, sys
mails = [email.message_from_string(raw, policy=email.policy.default) for raw in json.load(sys.stdin)]
print(json.dumps([{"names": list(mail.keys()), "to": [address.addr_spec for address in mail["To"].addresses], "header": str(mail["To"]), "from": str(mail["From"]), "subject": str(mail["Subject"]), "body": mail.get_content()} for mail in mails]))
`;
const hasPython = spawnSync('python3', ['--version']).status === 0;

interface Owner {
  readonly name: string | null;
  readonly email: string | null;
  readonly isDisabled?: boolean;
  readonly rooms?: readonly object[];
}
const room = (id: number, isNew: boolean, title = `Room ${id}`) => ({
  id,
  title,
  url: `https://portal.example/${id}`,
  lastActivity: id === 3 ? null : '2025-03-01T00:00:00.000Z',
  new: isNew,
});
const ADA: Owner = { name: 'Ada', email: 'ada@example.com' };
const reportOf = (...owners: readonly Owner[]) =>
  JSON.stringify({
    inactiveDays: 90,
    owners: owners.map((one) => ({ isDisabled: false, rooms: [room(1, true), room(2, false)], ...one })),
  });

describe.skipIf(!hasPython)('the script that mails owners', () => {
  let folder: string;
  let certificate: Awaited<ReturnType<typeof selfSigned>>;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mails-'));
    certificate = await selfSigned(folder);
    await writeFile(join(folder, 'script.py'), script);
    return () => rm(folder, { recursive: true, force: true });
  });

  /** Runs it with a report by owner. */
  async function mail(report: string, variables = {}, refuses?: (to: string) => boolean) {
    const smtp = await startSmtp(certificate, refuses);
    onTestFinished(() => smtp.close());
    await writeFile(join(folder, 'report.json'), report);
    const set = {
      PATH: env['PATH'],
      SCRIPT: join(folder, 'script.py'),
      REPORT: join(folder, 'report.json'),
      DAY: '8',
      PYTHONIOENCODING: 'utf-8',
      SSL_CERT_FILE: certificate.certPath,
      SMTP_HOST: 'localhost',
      SMTP_PORT: String(smtp.port),
      SMTP_USER: 'user',
      SMTP_PASSWORD: 'password',
      MAIL_FROM: 'Ann Lee <ann@example.com>',
      ...variables,
    };
    const { promise, resolve } = Promise.withResolvers<{ status: number; output: string }>();
    execFile('python3', ['-c', WRAPPER], { env: set }, (error, stdout, stderr) =>
      resolve({ status: Number(error?.code ?? 0), output: `${stdout}${stderr}`.trim() }),
    );
    return { ...(await promise), mails: smtp.mails };
  }

  function read(mails: readonly Mail[]) {
    const input = JSON.stringify(mails.map(({ raw }) => raw));
    const { stdout } = spawnSync('python3', ['-c', READER], { input, encoding: 'utf8' });
    const seen = JSON.parse(stdout) as (Record<'header' | 'from' | 'subject' | 'body', string> &
      Record<'names' | 'to', string[]>)[];
    return seen.map((one) => ({ ...one, body: normalizeLines(one.body) }));
  }

  it('mails what became abandoned since the last run, takes names and titles for what they are, and shows no address', async () => {
    const name = `Zoë "Z" ${'of a department '.repeat(5)}, eve@example.com, <eve@example.com>\r\nBcc: eve@example.com`;
    const { status, output, mails } = await mail(
      reportOf(
        ADA,
        { name: 'No new room', email: 'old@example.com', rooms: [room(3, false)] },
        { name: 'No address', email: null },
        { name: 'Disabled', email: 'disabled@example.com', isDisabled: true },
        {
          name,
          email: 'zoe@example.com',
          rooms: [room(1, true, 'Plan\r\n.\r\nQUIT\u202e ##[error]x, 計画')],
        },
        { name: 'Dot', email: '..@' },
        { name: 'Refused', email: 'refused@example.com' },
      ),
      {},
      (to) => to.startsWith('refused'),
    );
    expect({ status, output: output.split('\n') }).toEqual({
      status: 1,
      output: [
        expect.stringMatching(/^::warning::No mail to Dot: \w+$/),
        '::warning::No mail to Refused: SMTPRecipientsRefused',
        '2 of 4 mails sent.',
      ],
    });
    const [ada, zoe] = read(mails);
    expect(ada).toMatchObject({
      to: ['ada@example.com'],
      header: 'ada@example.com',
      from: 'Ann Lee <ann@example.com>',
      subject: 'Your DocSpace rooms without activity: 1',
      body: 'Hello Ada,\n\nthese rooms of yours show no activity for 90 days or longer:\n\n- Room 1\n  last activity: 2025-03-01\n  https://portal.example/1\n\nPlease archive or delete what nobody needs any more, and answer if a room has to stay.\n',
    });
    expect(zoe?.to).toEqual(['zoe@example.com']);
    expect(zoe?.names).not.toContain('Bcc');
    expect(zoe?.body).toContain('- Plan . QUIT # #[error]x, 計画\n');
    expect(zoe?.body).toMatch(
      /^Hello Zoë "Z" of a department .*, eve@example\.com, <eve@example.com> Bcc: .*,\n/,
    );
    expect(ada?.names).toEqual(expect.arrayContaining(['Date', 'Message-ID']));
  });

  it('mails the owners of the sandbox portal about all rooms, in the first run of a month', async () => {
    const portal = await startPortal();
    onTestFinished(() => portal.close());
    const ada = { id: 'aaaaaaaa-0000-4000-8000-000000000001', displayName: 'Ada O’Brien' };
    const old = new Date(Date.now() - 400 * 86_400_000);
    portal.rooms.createRoom(1, { ...ada, email: 'ada@example.org' }, old, {
      title: 'R&D <plan>',
      roomType: 2,
    });
    const ran = await runHere({ ...inputsFor(portal), redact: 'never', 'owner-contacts': 'true' });
    const file = JSON.parse(ran.runtime.file('abandoned-rooms-by-owner.json') ?? '');
    file.owners[0].rooms.push(room(2, false), room(3, false));
    const { status, output, mails } = await mail(JSON.stringify(file), { DAY: '7' });
    expect([status, output]).toEqual([0, '1 of 1 mails sent.']);
    const [seen] = read(mails);
    expect(seen?.to).toEqual(['ada@example.org']);
    expect(seen?.body).toMatch(
      /^Hello Ada O’Brien,\n.*, or no date of any:\n.*- R&D.*- Room 2\n.*last activity: not known\n/s,
    );
  });

  it('shows the mails in a dry run, and sends none', async () => {
    const dry = await mail(reportOf(ADA), { DRY_RUN: 'true', SMTP_HOST: '' });
    expect(dry).toMatchObject({ status: 0, mails: [] });
    expect(dry.output).toMatch(
      /^To: Ada\nSubject: Your .*\n\nHello Ada,[\s\S]*Dry run, 1 mails are not sent\.$/,
    );
    expect(dry.output).not.toContain('ada@');
    const wrong = await mail(reportOf({ name: 'Dot', email: 'a..b@example.com' }, ADA), { DRY_RUN: 'true' });
    expect(wrong).toMatchObject({
      status: 0,
      output: expect.stringMatching(/No mail to Dot: [\s\S]*To: Ada\n/),
    });
  });

  it('mails 50 of 60 owners in a run, and the others at the next month', async () => {
    const owners = Array.from({ length: 60 }, (_, at) => ({ name: `N${at}`, email: `n${at}@example.com` }));
    const reached = new Set<string>();
    for (const MONTH of ['6', '7']) {
      const { output, mails } = await mail(reportOf(...owners), { MONTH, DAY: '1' });
      expect(output).toBe(
        '::warning::10 owners get no mail: one run sends at most 50.\n50 of 50 mails sent.',
      );
      for (const { to } of mails) reached.add(to);
    }
    expect(reached.size).toBe(60);
  });

  it.each([
    [
      'SMTP_PASSWORD is not set',
      { SMTP_PASSWORD: '' },
      '::error::SMTP_PASSWORD is not set. The head of this',
    ],
    ['nobody vouches for the server', { SSL_CERT_FILE: '/nowhere' }, 'certificate verify failed'],
  ])('sends nothing if %s', async (_, variables, says) => {
    const { status, output, mails } = await mail(reportOf(ADA), variables);
    expect({ status, mails }).toEqual({ status: 1, mails: [] });
    expect(output).toContain(says);
  });
});
