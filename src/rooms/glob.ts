/**
 * Globs over titles. Libraries for globs match paths, in which slashes, dots and parentheses have a meaning; in a
 * title they are characters like all others.
 */

/**
 * Compiles a glob: `*` is any text, `?` one character, `[abc]` one of these, `[!abc]` one that is none of these, and
 * `\` takes the next character as it is.
 *
 * What stands between stars has a fixed length, and is looked for from left to right: a title cannot make it slow, as
 * it could with one expression for the whole pattern.
 *
 * @returns whether a whole title matches, in any case
 * @throws SyntaxError where a set is no set, such as `[z-a]`
 */
export function compileGlob(pattern: string): (title: string) => boolean {
  const pieces = split(normalizeTitle(pattern));
  const [first = '', ...others] = pieces;
  const last = others.pop();
  if (last === undefined) {
    const whole = expression(`^${first}$`);
    return (title) => whole.test(normalizeTitle(title));
  }
  const start = expression(`^${first}`);
  const middle = others.filter((piece) => piece !== '').map((piece) => expression(piece));
  const end = expression(`${last}$`);
  return (title) => {
    const text = normalizeTitle(title);
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

/** What stands between the stars, as the sources of regular expressions. */
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

/** However it is spaced and its accents are written, a title is the same. */
function normalizeTitle(title: string): string {
  const spaced = title.normalize('NFC').replace(/\s+/g, ' ');
  return spaced.trim() === '' ? spaced : spaced.trim();
}
