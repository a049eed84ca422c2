import { decodeXML } from 'entities/decode';
import { encodeXML } from 'entities/escape';
import { describe, expect, it } from 'vitest';
import { scrubber } from '../../src/shared/secret.ts';
import { jsonText, logText } from '../../src/shared/text.ts';
import fc from '../support/fast-check.ts';

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

  it.each(KEYS)('strikes out %s in base64 with anything before and after it, in both alphabets', (key) => {
    const scrub = scrubber(key);
    const around = fc.uint8Array({ maxLength: 7 });
    fc.assert(
      fc.property(around, around, fc.constantFrom('base64', 'base64url'), (before, after, alphabet) => {
        const text = Buffer.concat([before, Buffer.from(key), after]).toString(alphabet);
        const struck = scrub(text);
        expect(struck.match(/\*{3}/g)).toHaveLength(1);
        // What stands beside the key, and at either end one character that holds bits of both.
        const most = Math.ceil((before.length * 8) / 6) + Math.ceil((after.length * 8) / 6) + 2;
        expect(struck.replace('***', '').replace(/=+$/, '').length).toBeLessThanOrEqual(most);
      }),
    );
  });

  it.each([...KEYS, '<k>"e"&\'y\''])('strikes out %s in every form that is decoded in a name', (key) => {
    const forms: ((character: string) => string)[] = [
      (character) => character,
      (character) => `&#${character.codePointAt(0)};`,
      (character) => `&#00${character.codePointAt(0)};`,
      (character) => `&#x${character.codePointAt(0)?.toString(16)};`,
      (character) => `&#X00${character.codePointAt(0)?.toString(16).toUpperCase()};`,
      (character) => encodeXML(character),
    ];
    const scrub = scrubber(key);
    const choices = fc.array(fc.constantFrom(...forms), { minLength: key.length, maxLength: key.length });
    fc.assert(
      fc.property(choices, (chosen) => {
        const written = Array.from(key, (character, at) => chosen[at]?.(character)).join('');
        expect(decodeXML(written)).toBe(key);
        expect(scrub(`x ${written} y`)).toBe('x *** y');
      }),
    );
  });

  it.each(['Bearer ', 'x:', 'ab:x'])('masks a key that follows "%s" in base64', (before) => {
    for (const key of KEYS) expect(scrubber(key)(base64(before + key))).toMatch(/^.{3,10}\*{3}.?=*$/);
  });

  it.each(['&=+/?>', 'ÿÿþþ~~'])('strikes out "%s" in base64 within an address', (part) => {
    const key = part.repeat(3);
    expect(base64(key)).toMatch(/[+/]/);
    const url = `?token=${encodeURIComponent(base64(key))}&x`;
    expect(scrubber(key)(url)).toBe('?token=***&x');
    expect(scrubber(key)(url.toLowerCase())).toBe('?token=***&x');
  });

  it.each([...KEYS, 'schlüssel-日本-🔑'])(
    'strikes out %s with any of its characters percent-encoded',
    (key) => {
      const scrub = scrubber(key);
      const percent = (character: string) =>
        [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
      const characters = Array.from(key);
      expect(scrub(`x ${characters.map(percent).join('')} y`)).toBe('x *** y');
      const choices = fc.array(fc.constantFrom('as it is', 'small', 'capital'), {
        minLength: characters.length,
        maxLength: characters.length,
      });
      fc.assert(
        fc.property(choices, (how) => {
          const written = characters.map((character, at) => {
            if (how[at] === 'as it is') return character;
            return how[at] === 'small' ? percent(character) : percent(character).toUpperCase();
          });
          expect(scrub(`x ${written.join('')} y`)).toBe('x *** y');
        }),
      );
    },
  );

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

describe('scrubber: a secret in base64', () => {
  // Its base64 has a plus, a slash and padding, so the form for addresses differs.
  const SECRET = '>>>???>>>?';
  const base64 = Buffer.from(SECRET).toString('base64');

  it('is the one that these tests need', () => {
    expect(base64).toBe('Pj4+Pz8/Pj4+Pw==');
  });

  it.each([
    ['with its padding', base64],
    ['without its padding', base64.replaceAll('=', '')],
    ['for addresses', Buffer.from(SECRET).toString('base64url')],
  ])('is struck out as a whole, %s', (_, form) => {
    expect(scrubber(SECRET)(`before ${form} after`)).toBe('before *** after');
  });

  it('is struck out up to the characters that depend on the text after it', () => {
    const longer = Buffer.from(`${SECRET}and more`).toString('base64');
    expect(scrubber(SECRET)(longer)).toBe(`***${longer.slice(13)}`);
  });
});
