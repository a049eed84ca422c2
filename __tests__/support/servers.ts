import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createSocketServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import nock from './nock.ts';

/** Servers on loopback that stop with the test. Both switch nock off, so that requests reach them. */

async function listen(server: Server): Promise<string> {
  nock.restore();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Starts an HTTP server, and returns its address. */
export async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return listen(server);
}

/** Starts an HTTP server whose first answer is an empty list: the kind of call has then succeeded once. */
export async function serveAfterSuccess(listener: RequestListener): Promise<string> {
  let isFirst = true;
  return serve((request, response) => {
    if (!isFirst) return listener(request, response);
    isFirst = false;
    response.end('[]');
  });
}

/** Starts a server that calls `talk` with each connection. */
export async function serveSocket(talk: (socket: Socket) => void): Promise<string> {
  const sockets: Socket[] = [];
  const server = createSocketServer((socket) => {
    sockets.push(socket.on('error', () => undefined));
    talk(socket);
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return listen(server);
}
