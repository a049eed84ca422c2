import { describe, expect, it } from 'vitest';
import { unreadableComment } from '../../src/issue/comments.ts';

describe('the comment on lines that could not be read', () => {
  it.each([
    ['one line as long as an issue', [`- [x] ${'a'.repeat(62_000)} the end`], 'the end'],
    [
      'many lines',
      Array.from({ length: 1000 }, (_, at) => `- [x] line ${at} ${'a'.repeat(40)}`),
      'line 999 ',
    ],
  ])('holds %s, within what GitHub takes', (_, lines, last) => {
    const { text, marker } = unreadableComment(lines);
    expect(text).toContain(last);
    expect(text.endsWith(marker)).toBe(true);
    expect(text.length).toBeLessThanOrEqual(65_536);
  });

  it('is a block of code that no line can end', () => {
    const { text } = unreadableComment(['- [x] ```` @acme/all #1']);
    expect(text).toMatch(/\n(`{5})text\n- \[x\] ```` @acme\/all #1\n\1\n/);
  });
});
