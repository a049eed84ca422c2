import { brotliCompressSync, constants, gunzipSync, gzipSync } from 'node:zlib';
import type { Answer } from './types.ts';

/** Which compression the proxy in front of the portal offers; `gzip` wins if it offers both. */
export type Compression = boolean | 'gzip' | 'br';

/** Proxies send smaller bodies as they are. */
const MIN_BYTES = 256;
/** More than the 64 MiB that a reader should take. */
const BOMB_BYTES = 80 * 1024 * 1024;

/** The body without compression. */
export function plainBody({ body, isGzipped }: Answer): Buffer {
  return isGzipped ? gunzipSync(body) : Buffer.from(body);
}

function accepted(header: string | undefined, offer: Compression): 'gzip' | 'br' | undefined {
  const wanted = (header ?? '').split(',').map((part) => part.trim().toLowerCase());
  const isWanted = (name: string) => wanted.some((part) => part === name || part.startsWith(`${name};`));
  if (offer !== 'br' && offer !== false && isWanted('gzip')) return 'gzip';
  return offer !== 'gzip' && offer !== false && isWanted('br') ? 'br' : undefined;
}

/** An answer as it leaves the proxy. `decodedBytes` is the size of the body without compression. */
export function encodeAnswer(
  answer: Answer,
  acceptEncoding: string | undefined,
  offer: Compression,
): { bytes: Buffer; headers: Record<string, string>; decodedBytes: number } {
  const plain = plainBody(answer);
  const name = plain.length < MIN_BYTES ? undefined : accepted(acceptEncoding, offer);
  if (name === undefined) return { bytes: plain, headers: {}, decodedBytes: plain.length };
  const headers = { 'Content-Encoding': name, Vary: 'Accept-Encoding' };
  if (name === 'gzip') {
    const bytes = answer.isGzipped ? Buffer.from(answer.body) : gzipSync(plain, { level: 1 });
    return { bytes, headers, decodedBytes: plain.length };
  }
  const params = { [constants.BROTLI_PARAM_QUALITY]: 1 };
  return { bytes: brotliCompressSync(plain, { params }), headers, decodedBytes: plain.length };
}

/** Damaged compression: `corruptGzip` breaks in the middle, `gzipBomb` is a small body that decodes to 80 MiB. */
export type EncodingFault = 'corruptGzip' | 'gzipBomb' | 'unknownEncoding';

/** The answer with damaged compression. */
export function damagedEncoding(answer: Answer, fault: EncodingFault): Answer {
  const plain = plainBody(answer);
  const encoding = fault === 'unknownEncoding' ? 'x-unknown' : 'gzip';
  const headers = { ...answer.headers, 'Content-Encoding': encoding };
  if (fault === 'unknownEncoding') return { status: answer.status, headers, body: plain };
  if (fault === 'gzipBomb') {
    return { status: answer.status, headers, body: gzipSync(Buffer.alloc(BOMB_BYTES, ' '), { level: 1 }) };
  }
  const body = gzipSync(plain);
  body.fill(0xff, Math.floor(body.length / 2));
  return { status: answer.status, headers, body };
}
