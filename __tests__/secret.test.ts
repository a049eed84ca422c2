import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scrubber } from '../src/secret.ts';
import { jsonText, logText } from '../src/text.ts';

const KEYS = [
  'sk-0123456789abcdef0123456789abcdef',
  'a+b/c=d&e?f%g~h',
  'quote"back\\slash',
  '$&$1-dollar',
  'abcdefgh',
  'abcdefghi',
  'abcdefghij',
];

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('scrubber', () => {
  it.each(KEYS)('strikes out %s as it is, however often', (key) => {
    const scrub = scrubber(key);
    expect(scrub(`a ${key} b ${key}${key}`)).toBe('a *** b ******');
    expect(scrub(key)).toBe('***');
  });

  it.each(KEYS)('strikes out %s URL-encoded', (key) => {
    const scrub = scrubber(key);
    expect(scrub(`?key=${encodeURIComponent(key)}&x`)).toBe('?key=***&x');
    // The digits of a percent code may be written either way (RFC 3986, 2.1).
    const lowerCase = encodeURIComponent(key).replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
    expect(scrub(`?key=${lowerCase}&x`)).toBe('?key=***&x');
  });

  it.each(KEYS)('strikes out %s in base64 that stands alone', (key) => {
    const scrub = scrubber(key);
    for (const encoded of [
      base64(key),
      base64(key).replace(/=+$/, ''),
      Buffer.from(key).toString('base64url'),
    ]) {
      expect(scrub(`x ${encoded} y`)).toBe('x *** y');
    }
  });

  it.each(KEYS)('strikes out %s in base64 with something after it', (key) => {
    // Whole groups of three bytes are always written alike; at most the last two characters of the key are not in one.
    const struck = scrubber(key)(base64(`${key}:and more`));
    const whole = base64(key.slice(0, key.length - (key.length % 3)));
    expect(struck).not.toContain(whole);
  });

  it.each(KEYS)('strikes out %s in JSON', (key) => {
    expect(scrubber(key)(JSON.stringify({ a: [`x${key}y`] }))).toBe('{"a":["x***y"]}');
  });

  it.each(KEYS)('strikes out %s in a line of the log', (key) => {
    expect(scrubber(key)(logText(`Plan ${key} B`))).toBe('Plan *** B');
    expect(JSON.parse(scrubber(key)(jsonText([`Plan ${key} B`])))).toEqual(['Plan *** B']);
  });

  it.each(KEYS)('strikes out %s in any case, as in the host of an address', (key) => {
    expect(scrubber(key)(`https://${key.toLowerCase()}.example and ${key.toUpperCase()}`)).toBe(
      'https://***.example and ***',
    );
  });

  it.each(['', 'a', 'keep', '1234567'])(
    'leaves texts alone where the secret %j could be an ordinary word',
    (secret) => {
      expect(scrubber(secret)('keep a 1234567 Room')).toBe('keep a 1234567 Room');
    },
  );

  it('changes no other text', () => {
    const scrub = scrubber(KEYS[0] ?? '');
    for (const text of [
      'sk-0123456789abcdef0123456789abcde',
      'k-0123456789abcdef0123456789abcdef',
      'Plan *** B',
    ]) {
      expect(scrub(text)).toBe(text);
    }
  });

  it('takes a secret for a text, not for a pattern', () => {
    expect(scrubber('........')('ordinary words')).toBe('ordinary words');
    expect(scrubber('(a|b)*[c]')('x (a|b)*[c] y')).toBe('x *** y');
  });

  it('takes a secret with half a surrogate pair', () => {
    expect(scrubber('abcdefgh\ud83d')('x abcdefgh\ud83d y')).toBe('x *** y');
  });

  it('leaves no whole secret in any text around it', () => {
    const secrets = fc.string({ minLength: 8, maxLength: 40 }).filter((secret) => !/^\*+$/.test(secret));
    fc.assert(
      fc.property(secrets, fc.string(), fc.string(), (secret, before, after) => {
        const struck = scrubber(secret)(`${before}${secret}${after}`);
        // The stars themselves may complete a secret that holds them.
        if (!secret.includes('*')) expect(struck.toLowerCase()).not.toContain(secret.toLowerCase());
        expect(struck).toContain('***');
      }),
    );
  });
});
