import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A forward proxy on loopback, which reaches every made-up name at one address. */

export interface ProxyOptions {
  /** Where all names lead: the port of a portal on 127.0.0.1. */
  readonly targetPort: number;
  /** Answers every request for a tunnel with this status. */
  readonly refuse?: number;
  /** What becomes of the first requests for a tunnel, one after the other: a status, or a broken connection. */
  readonly faults?: readonly (number | 'reset' | 'end')[];
  /** Never answers a request for a tunnel. */
  readonly silent?: boolean;
  /** Name and password, as `name:password`. */
  readonly credentials?: string;
}

export interface Proxy {
  readonly url: string;
  readonly port: number;
  /** What it was asked for, such as `CONNECT portal.invalid:80`. */
  readonly requests: string[];
  /** Headers of every request to it, of a tunnel's opening too. */
  readonly headers: IncomingMessage['headers'][];
}

/** Starts a proxy that stops with the test. */
export async function startProxy(options: ProxyOptions): Promise<Proxy> {
  const requests: string[] = [];
  const headers: IncomingMessage['headers'][] = [];
  const sockets = new Set<Socket>();
  let tunnels = 0;
  const refusalOf = (message: IncomingMessage): number | undefined => {
    requests.push(`${message.method} ${message.url}`);
    headers.push(message.headers);
    if (options.refuse !== undefined) return options.refuse;
    if (options.credentials === undefined) return undefined;
    const wanted = `Basic ${Buffer.from(options.credentials).toString('base64')}`;
    return message.headers['proxy-authorization'] === wanted ? undefined : 407;
  };
  const server = createServer((message, response) => {
    const refusal = refusalOf(message);
    if (refusal !== undefined) {
      response.writeHead(refusal).end();
      return;
    }
    const { pathname, search } = new URL(message.url ?? '');
    const onward = httpRequest(
      { port: options.targetPort, host: '127.0.0.1', path: pathname + search, headers: message.headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    message.pipe(onward);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  server.on('connect', (message, client: Socket, head: Buffer) => {
    const fault = options.faults?.[tunnels];
    tunnels += 1;
    const refusal = refusalOf(message) ?? (typeof fault === 'number' ? fault : undefined);
    if (options.silent === true) return;
    if (fault === 'reset') client.resetAndDestroy();
    if (fault === 'end') client.end();
    if (typeof fault === 'string') return;
    if (refusal !== undefined) {
      client.end(`HTTP/1.1 ${refusal} No\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const portal = connect(options.targetPort, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      portal.write(head);
      client.pipe(portal).pipe(client);
    });
    portal.on('error', () => client.destroy());
    client.on('close', () => portal.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  );
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, port, requests, headers };
}
