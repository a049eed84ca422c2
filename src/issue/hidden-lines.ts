import { LIST_MARK, QUOTE } from './boxes.ts';

const FENCE = /^(`{3,}(?!.*`)|~{3,})/;
/** What GitHub shows as it is, or not at all, up to a mark of its own (CommonMark, "HTML blocks"). */
const RAW_BEGIN = /<(?:(?:pre|script|style|textarea)\b|!--|!\[CDATA\[|![a-z]|\?)/i;
const TAG_END = /<\/(?:pre|script|style|textarea)>/i;
const RAW_ENDS: Readonly<Record<string, RegExp>> = { '<!--': /-->/, '<![cdata[': /\]\]>/, '<?': /\?>/ };

/**
 * A text in which those lines are blank that nobody sees as boxes: in a block of code, in a comment over several lines, or
 * in raw HTML. In doubt a line is hidden, since approvals are read from what is left.
 */
export function withoutHiddenLines(text: string): string {
  let end: RegExp | null = null;
  return text
    .split('\n')
    .map((line) => {
      const isHidden = end !== null;
      end = endBehind(line, end);
      return isHidden ? '' : line;
    })
    .join('\n');
}

/** @returns what ends the block that a line leaves open; null if it leaves none. @param open the same of the line before */
function endBehind(line: string, open: RegExp | null): RegExp | null {
  const fenceEnd = open === null ? endOfFence(line) : null;
  if (fenceEnd !== null) return fenceEnd;
  let end = open;
  let rest = line;
  for (;;) {
    const mark = (end ?? RAW_BEGIN).exec(rest);
    if (mark === null) return end;
    rest = rest.slice(mark.index + mark[0].length);
    if (end === null) end = rawEnd(mark[0].toLowerCase());
    else end = null;
  }
}

function rawEnd(begin: string): RegExp {
  return RAW_ENDS[begin] ?? (begin.startsWith('<!') ? />/ : TAG_END);
}

/** The end of the block of code that begins with a line; null if none does. */
function endOfFence(line: string): RegExp | null {
  const [, fence] = FENCE.exec(line.replace(QUOTE, '').replace(LIST_MARK, '')) ?? [];
  if (fence === undefined) return null;
  const indent = line.trimStart().startsWith('>') ? '[ >]*' : ' {0,3}';
  return new RegExp(`^${indent}${fence}${fence.charAt(0)}*\\s*$`);
}
