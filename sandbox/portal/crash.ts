import type { Socket } from 'node:net';
import { html } from './answers.ts';
import type { Answer } from './types.ts';

/**
 * The crash of DocSpace 3.7.1 to 3.8.0: the parameter `fields` overflows the stack of the portal's process.
 * The proxy answers 502 to that request and to all that follow until the process is back.
 */
export class Crash {
  /** How often the portal has died. */
  count = 0;
  readonly #restartMs: number;
  readonly #sockets = new Set<Socket>();
  #downUntil = Number.NEGATIVE_INFINITY;

  /** @param restartMs how long the portal is down, in ms */
  constructor(restartMs: number) {
    this.#restartMs = restartMs;
  }

  /** Remembers a connection, which a crash closes. */
  watch(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
  }

  /** The proxy's answer if this request kills the portal or the portal is down; undefined otherwise. */
  answer(isFatal: boolean, socket: Socket): Answer | undefined {
    if (performance.now() < this.#downUntil) return html(502, '502 Bad Gateway');
    if (!isFatal) return undefined;
    this.count += 1;
    this.#downUntil = performance.now() + this.#restartMs;
    for (const other of this.#sockets) if (other !== socket) other.destroy();
    return html(502, '502 Bad Gateway');
  }
}
