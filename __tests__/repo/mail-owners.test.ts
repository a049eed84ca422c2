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
    def now(cls, zone): return cls(2026, 6, int(os.environ["DAY"]), tzinfo=zone)
datetime.datetime = Clock
exec(compile(open(os.environ["SCRIPT"], encoding="utf-8").read(), "script", "exec"))
`;
const READER = `
import email, email.policy, json, sys
mail = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
print(json.dumps({"names": list(mail.keys()), "to": [address.addr_spec for address in mail["To"].addresses], "name": mail["To"].addresses[0].display_name, "from": str(mail["From"]), "subject": str(mail["Subject"]), "body": mail.get_content()}))
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
const owner = ({ name, email, isDisabled = false, rooms = [room(1, true), room(2, false)] }: Owner) => ({
  name,
  email,
  isDisabled,
  rooms,
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
  async function mail(report: string | readonly Owner[], variables = {}, refuses?: (to: string) => boolean) {
    const smtp = await startSmtp(certificate, refuses);
    onTestFinished(() => smtp.close());
    const text =
      typeof report === 'string' ? report : JSON.stringify({ inactiveDays: 90, owners: report.map(owner) });
    await writeFile(join(folder, 'report.json'), text);
    const { promise, resolve } = Promise.withResolvers<{ status: number; output: string }>();
    execFile(
      'python3',
      ['-c', WRAPPER],
      {
        env: {
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
        },
      },
      (error, stdout, stderr) =>
        resolve({ status: Number(error?.code ?? 0), output: `${stdout}${stderr}`.trim() }),
    );
    return { ...(await promise), mails: smtp.mails };
  }

  const read = ({ raw }: Mail) => {
    const { stdout } = spawnSync('python3', ['-c', READER], { input: raw, encoding: 'utf8' });
    const mail = JSON.parse(stdout) as Record<'name' | 'from' | 'subject' | 'body', string>;
    return { ...(mail as typeof mail & Record<'names' | 'to', string[]>), body: normalizeLines(mail.body) };
  };

  it('mails what became abandoned since the last run; the first run of a month mails all', async () => {
    const owners = [
      { name: 'Ada', email: 'ada@example.com' },
      { name: 'Bob', email: 'bob@example.com', rooms: [room(3, false)] },
    ];
    const later = await mail(owners);
    expect(later).toMatchObject({ status: 0, output: '1 of 1 mails sent.' });
    expect(later.mails.map(({ to }) => to)).toEqual(['ada@example.com']);
    const { body, ...head } = read(later.mails[0] as Mail);
    expect(head).toMatchObject({
      to: ['ada@example.com'],
      name: 'Ada',
      from: 'Ann Lee <ann@example.com>',
      subject: 'Your DocSpace rooms that nobody uses: 1',
    });
    expect(body).toBe(
      'Hello Ada,\n\nnobody has used these rooms of yours for 90 days or longer:\n\n- Room 1\n  last activity: 2025-03-01\n  https://portal.example/1\n\nPlease archive or delete what nobody needs any more, and answer if a room has to stay.\n',
    );
    const first = await mail(owners, { DAY: '7' });
    expect(first.mails.map(({ to }) => to)).toEqual(['ada@example.com', 'bob@example.com']);
    expect(read(first.mails[0] as Mail).body).toContain('- Room 2\n');
    expect(read(first.mails[1] as Mail).body).toContain('last activity: not known\n');
  });

  it('mails nobody without an address, whose account is disabled, or in a dry run', async () => {
    const silent = await mail([
      { name: 'Ada', email: null },
      { name: 'Bob', email: 'bob@example.com', isDisabled: true },
    ]);
    expect(silent).toMatchObject({ status: 0, output: '', mails: [] });
    const dry = await mail([{ name: 'Ada', email: 'ada@example.com' }], { DRY_RUN: 'true', SMTP_HOST: '' });
    expect(dry).toMatchObject({ status: 0, mails: [] });
    expect(dry.output).toMatch(
      /^To: Ada\nSubject: Your .*\n\nHello Ada,[\s\S]*Dry run, 1 mails are not sent\.$/,
    );
    expect(dry.output).not.toContain('ada@');
  });

  it('takes names and titles for what they are, whatever they hold', async () => {
    const name = 'Zoë "Z", <eve@example.com>\r\nBcc: eve@example.com';
    const rooms = [room(1, true, 'Plan\r\n.\r\nQUIT\u202e ##[error]x, 計画')];
    const { mails, status } = await mail([{ name, email: 'zoe@example.com', rooms }]);
    expect(status).toBe(0);
    expect(mails.map(({ to }) => to)).toEqual(['zoe@example.com']);
    const { names, to, body } = read(mails[0] as Mail);
    expect(names).not.toContain('Bcc');
    expect(to).toEqual(['zoe@example.com']);
    expect(body).toContain('- Plan . QUIT # #[error]x, 計画\n');
  });

  it('sends at most 50 mails in one run, and says how many owners get none', async () => {
    const owners = Array.from({ length: 53 }, (_, at) => ({ name: `N${at}`, email: `n${at}@example.com` }));
    const { output, mails } = await mail(owners);
    expect(mails).toHaveLength(50);
    expect(output).toBe('::warning::3 owners get no mail: one run sends at most 50.\n50 of 50 mails sent.');
  });

  it('goes on after a refused mail, fails in the end, and shows no address', async () => {
    const owners = [
      { name: 'Ada', email: 'ada@example.com' },
      { name: 'Dot', email: '..@example.com' },
      { name: 'Bob', email: 'bob@example.com' },
    ];
    const { status, output, mails } = await mail(owners, {}, (to) => to.startsWith('ada'));
    expect(status).toBe(1);
    expect(mails.map(({ to }) => to)).toContain('bob@example.com');
    expect(output).toContain('::warning::No mail to Ada: SMTPRecipientsRefused\n');
    expect(output).not.toContain('@example.com');
  });

  it.each(['SMTP_HOST', 'SMTP_USER', 'SMTP_PASSWORD', 'MAIL_FROM'])(
    'names %s if it is not set',
    async (name) => {
      const { status, output, mails } = await mail([{ name: 'Ada', email: 'ada@example.com' }], {
        [name]: '',
      });
      expect({ status, mails }).toEqual({ status: 1, mails: [] });
      expect(output).toBe(`::error::${name} is not set. The head of this workflow says where to save it.`);
    },
  );

  it('sends nothing to a server that nobody vouches for', async () => {
    const untrusted = { SSL_CERT_FILE: join(folder, 'openssl.cnf') };
    const { status, mails } = await mail([{ name: 'Ada', email: 'ada@example.com' }], untrusted);
    expect({ status, mails }).toEqual({ status: 1, mails: [] });
  });

  it('mails the owners of the sandbox portal', async () => {
    const portal = await startPortal();
    onTestFinished(() => portal.close());
    const ada = {
      id: 'aaaaaaaa-0000-4000-8000-000000000001',
      displayName: 'Ada O’Brien',
      email: 'ada@example.org',
    };
    const old = new Date(Date.now() - 400 * 86_400_000);
    portal.rooms.createRoom(1, ada, old, { title: 'R&D <plan>', roomType: 2 });
    const ran = await runHere({ ...inputsFor(portal), redact: 'never', 'owner-contacts': 'true' });
    const file = ran.runtime.file('abandoned-rooms-by-owner.json') ?? '';
    const { mails } = await mail(file, { DAY: '1' });
    expect(mails.map(({ to }) => to)).toEqual(['ada@example.org']);
    expect(read(mails[0] as Mail).body).toContain('Hello Ada O’Brien,');
    expect(read(mails[0] as Mail).body).toContain(`- R&D`);
  });
});
