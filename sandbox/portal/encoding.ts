import { gunzipSync, gzipSync } from 'node:zlib';
import type { Answer } from './types.ts';

/** Proxies send smaller bodies as they are. */
const MIN_BYTES = 256;

/** The body without compression. */
export function plainBody({ body, isGzipped }: Answer): Buffer {
  return isGzipped ? gunzipSync(body) : Buffer.from(body);
}

/** Bytes of the body without compression; gzip writes them at its end. */
function decodedSize({ body, isGzipped }: Answer): number {
  if (isGzipped && Buffer.isBuffer(body)) return body.readUInt32LE(body.length - 4);
  return Buffer.byteLength(body);
}

/** An answer as it leaves the proxy, with gzip if the client accepts it. `decodedBytes`: without compression. */
export function encodeAnswer(
  answer: Answer,
  acceptEncoding: string | undefined,
): { bytes: Buffer; headers: Record<string, string>; decodedBytes: number } {
  const decodedBytes = decodedSize(answer);
  const isEncoded = Object.hasOwn(answer.headers, 'Content-Encoding');
  const isAccepted = /(^|[\s,])gzip([\s,;]|$)/i.test(acceptEncoding ?? '');
  if (isEncoded || !isAccepted || decodedBytes < MIN_BYTES) {
    return { bytes: plainBody(answer), headers: {}, decodedBytes };
  }
  const bytes = answer.isGzipped ? Buffer.from(answer.body) : gzipSync(answer.body, { level: 1 });
  return { bytes, headers: { 'Content-Encoding': 'gzip', Vary: 'Accept-Encoding' }, decodedBytes };
}
