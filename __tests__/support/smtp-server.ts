import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** A mail that arrived. */
export interface Mail {
  readonly to: string;
  /** As it was sent, dots undone. */
  readonly raw: string;
}

export interface SmtpServer {
  readonly port: number;
  /** Mails that came after STARTTLS and a login. */
  readonly mails: readonly Mail[];
  close(): void;
}

/**
 * A mail server on loopback (RFC 5321, 3207, 4954).
 *
 * @param refuses whether a recipient is refused
 */
export async function startSmtp(
  { key, cert }: { readonly key: string; readonly cert: string },
  refuses: (to: string) => boolean = () => false,
): Promise<SmtpServer> {
  const mails: Mail[] = [];

  /** Speaks with a client until it quits. `plain` is the connection before STARTTLS. */
  function speak(socket: Socket, plain: boolean): void {
    let isLoggedIn = false;
    let to = '';
    let data: string[] | null = null;
    const reply = (line: string) => void socket.write(`${line}\r\n`);
    const command = (line: string): void => {
      const [, verb = '', rest = ''] = /^(\w+) ?(.*)$/.exec(line) ?? [];
      if (verb === 'ehlo') reply(plain ? '250-localhost\r\n250 STARTTLS' : '250-localhost\r\n250 AUTH PLAIN');
      else if (verb === 'STARTTLS' && plain) {
        reply('220 go on');
        socket.removeAllListeners('data');
        speak(new TLSSocket(socket, { isServer: true, key, cert }), false);
      } else if (verb === 'QUIT') socket.end('221 bye\r\n');
      else if (plain) reply('530 STARTTLS first');
      else if (verb === 'AUTH') {
        isLoggedIn = rest === `PLAIN ${Buffer.from('\0user\0password').toString('base64')}`;
        reply(isLoggedIn ? '235 welcome' : '535 no');
      } else if (!isLoggedIn) reply('530 login first');
      else if (verb === 'rcpt') {
        to = /<(.*)>/.exec(rest)?.[1] ?? '';
        reply(refuses(to) ? `550 no ${to} here` : '250 ok');
      } else if (verb === 'data') {
        data = [];
        reply('354 go on');
      } else reply('250 ok');
    };
    const take = (line: string): void => {
      if (data === null) command(line);
      else if (line === '.') {
        mails.push({ to, raw: `${data.join('\r\n')}\r\n` });
        data = null;
        reply('250 ok');
      } else data.push(line.replace(/^\./, ''));
    };
    let rest = '';
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      const lines = (rest + chunk.toString()).split('\r\n');
      rest = lines.pop() ?? '';
      lines.forEach(take);
    });
  }

  const server = createServer((socket) => {
    speak(socket, true);
    socket.write('220 localhost\r\n');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { port: (server.address() as AddressInfo).port, mails, close: () => void server.close() };
}
