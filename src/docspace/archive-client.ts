import { z } from 'zod';
import type { RoomId } from '../rooms/room.ts';
import { archiveCall, type WriteCall } from './calls.ts';
import { createExchange, type ExchangeOptions } from './http/exchange.ts';
import { explain } from './http/explain.ts';
import type { Failure } from './http/failure.ts';

/**
 * A portal in which rooms can be archived, which is the one thing that this action can change on a portal. It is a type
 * of its own: what holds a `Portal` can only read.
 */
export interface ArchiveClient {
  /** Asks the portal to archive a room. The request is sent once, whatever the answer. Never rejects because of it. */
  archive(id: RoomId): Promise<ArchiveAnswer>;
}

/** The answer to a request to archive a room. `because`: one sentence, without text from the portal. */
export type ArchiveAnswer =
  /** The portal works on it. `operation` identifies it; null if the answer cannot be read. */
  | { readonly kind: 'started'; readonly operation: string | null }
  /** The portal has not done it. `isAboutRoom`: it may archive other rooms. */
  | { readonly kind: 'refused'; readonly because: string; readonly isAboutRoom: boolean }
  /** The portal may have done it, or may still do it. */
  | { readonly kind: 'not known'; readonly because: string };

const answer = z.object({ response: z.object({ id: z.string().min(1) }) });

/**
 * A client that can archive rooms. Make one only if somebody has asked for it.
 *
 * @throws ActionError if the environment names a proxy that cannot be used
 */
export function createArchiveClient(options: ExchangeOptions): ArchiveClient {
  const exchange = createExchange(options, 'PUT');
  return {
    async archive(id) {
      const call = archiveCall(id);
      const attempt = await exchange(call, call.body);
      if ('json' in attempt) {
        const read = answer.safeParse(attempt.json);
        return { kind: 'started', operation: read.success ? read.data.response.id : null };
      }
      return readFailure(attempt.failure, call, options);
    },
  };
}

function readFailure(failure: Failure, call: WriteCall, { url, timeoutMs }: ExchangeOptions): ArchiveAnswer {
  const { happened, advice } = explain(failure, call, url, timeoutMs);
  if (!isRefusal(failure)) return { kind: 'not known', because: happened };
  const aboutRoom = whyThisRoom(failure);
  return aboutRoom === null
    ? { kind: 'refused', because: `${happened} ${advice}`, isAboutRoom: false }
    : {
        kind: 'refused',
        because: `${failure.status} from the portal for ${call.what}: ${aboutRoom}`,
        isAboutRoom: true,
      };
}

/**
 * Why the portal refuses this room, while it may archive others. A missing scope is a 403 without a body, and a missing
 * right one in JSON: measured on DocSpace 3.7.2 and 3.8.0.
 *
 * @returns null if the refusal concerns every room
 */
function whyThisRoom({ status, answeredBy, meaning }: Failure & { kind: 'status' }): string | null {
  if (meaning === 'account') return 'the account of the API key may not archive this room.';
  const isMissing = status === 404 && answeredBy !== 'outside' && meaning === null;
  return isMissing ? 'the room was deleted, or the portal does not have this call.' : null;
}

/** Whether the portal has certainly not done anything: it has refused the request as it is. */
function isRefusal(failure: Failure): failure is Failure & { kind: 'status' } {
  if (failure.kind !== 'status' || failure.status >= 500 || failure.status < 300) return false;
  return failure.meaning !== 'fault';
}
