import { seenText } from '../shared/text.ts';

/**
 * Globs over titles. Libraries for globs match paths, in which slashes, dots and parentheses have a special meaning. In
 * a title they are ordinary characters.
 */

/**
 * Compiles a glob: `*` is any text, `?` one character, `[abc]` one of these, `[!abc]` any other one, and `\`
 * makes the next character an ordinary one.
 *
 * The parts between the stars have a fixed length and are searched from left to right. So no title can make it slow, as
 * it could with one expression for the whole pattern.
 *
 * @returns whether a whole title matches, in any case
 * @throws SyntaxError if a set is invalid, such as `[z-a]`
 */
export function compileGlob(pattern: string): (title: string) => boolean {
  const pieces = split(seenText(pattern));
  const [first = '', ...others] = pieces;
  const last = others.pop();
  if (last === undefined) {
    const whole = expression(`^${first}$`);
    return (title) => whole.test(seenText(title));
  }
  const start = expression(`^${first}`);
  const middle = others.map((piece) => expression(piece));
  const end = expression(`${last}$`);
  return (title) => {
    const text = seenText(title);
    const found = start.exec(text);
    if (found === null) return false;
    let at = found[0].length;
    for (const piece of middle) {
      piece.lastIndex = at;
      if (!piece.test(text)) return false;
      at = piece.lastIndex;
    }
    end.lastIndex = at;
    const matches = end.test(text);
    end.lastIndex = 0;
    return matches;
  };
}

/** Whether a text is a glob that can be compiled, and is not so long that compiling it takes a while. */
export function isGlob(pattern: string): boolean {
  try {
    compileGlob(pattern);
    return pattern.length <= 200;
  } catch {
    return false;
  }
}

/** The parts between the stars, as the sources of regular expressions. */
function split(pattern: string): string[] {
  const pieces = [''];
  for (const [token, escaped, not, set] of pattern.matchAll(/\\(.)|\[(!?)([^\]]+)\]|[\s\S]/gu)) {
    if (token === '*') pieces.push('');
    else pieces[pieces.length - 1] += one(token, escaped, not, set);
  }
  return pieces;
}

/** The source for one character of a title. */
function one(token: string, escaped?: string, not?: string, set?: string): string {
  if (escaped !== undefined) return RegExp.escape(escaped);
  if (set !== undefined) return `[${not === '!' ? '^' : ''}${set.replace(/[\\^[]/g, '\\$&')}]`;
  return token === '?' ? '.' : RegExp.escape(token);
}

function expression(source: string): RegExp {
  return new RegExp(source, source.startsWith('^') ? 'isu' : 'gisu');
}
