/**
 * Titles and names that a room administrator could type and that break a careless reader or writer. None is
 * over 170 UTF-16 units, the portal's limit.
 */

const ESC = '\u001b';
const FAMILY = '👨\u200d👩\u200d👧\u200d👦';

export const HOSTILE_TITLES: readonly string[] = [
  '**bold** _it_ [link](https://evil.example/?a=1) ![img](https://evil.example/pixel.png)',
  '<script>alert(1)</script><img src=x onerror=alert(2)>',
  '</td></tr></table><!-- a comment that never ends',
  '</details><h1>Heading</h1>',
  '@team please look, cc @octocat and @org/everyone',
  'see #1, GH-2 and octo/repo#3',
  'closes #1, fixes #2',
  '::set-output name=stale::0',
  '::error file=app.js,line=1::forged',
  '::add-mask::a',
  '::stop-commands::token',
  '##[error]forged too',
  '##[group]never closed',
  `${ESC}[31mred${ESC}[0m ${ESC}]8;;https://evil.example${ESC}\\link${ESC}]8;;${ESC}\\`,
  `${ESC}[2J${ESC}[Hcleared`,
  'NUL\u0000in the middle',
  'invoice \u202efdp.exe',
  '\u2066isolate\u2069 and \u200ezero\u200bwidth\u200d\ufeff',
  'lone \ud83d surrogate',
  '\udc00 low first',
  FAMILY.repeat(15),
  "=cmd|' /C calc'!A0",
  '+1+1',
  '-2+3',
  '@SUM(A1:A9)',
  '\t=1+1',
  'a | b || c \\| d',
  '`code` ``more`` ```',
  '```\nnot code any more\n```',
  'x"] --> y["click',
  'end; graph TD; click A "javascript:alert(1)"',
  'first line\nsecond line',
  'carriage\r\nreturn\rand \u2028 \u2029 separators',
  '%0A::warning::percent encoded',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of a workflow, which must stay text
  '${{ secrets.GITHUB_TOKEN }} $(id) `id` ; rm -rf /',
  '"quoted", comma; semicolon',
  '../../../etc/passwd',
  '__proto__',
  'constructor',
  ' ',
  '\u00a0leading and trailing\u00a0',
  '\u200b',
  'Zalgo Z\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307a\u0308\u0309\u030a\u030b\u030c',
  'مرحبا بالعالم',
  '日本語の部屋 — 会議',
  'https://evil.example/login?next=https://portal.example',
  '[x]: https://evil.example "reference"',
  '- [ ] task\n- [x] done',
  '# Heading\n---\n> quote',
  '$\\href{https://evil.example}{math}$',
  '&lt;b&gt; &amp;amp; &#64;team',
  'M'.repeat(170),
];

/** Names that a person could have taken, as hostile as the titles. */
export const HOSTILE_NAMES: readonly string[] = [
  '@admin',
  '<b>Bob</b>',
  'Eve | Mallory',
  '::error::Eve',
  `${ESC}[31mRed${ESC}[0m`,
  'Line\nBreak',
  '=1+1',
  '\u202eecilA',
  '[Ann](https://evil.example)',
  '',
];

/** First words of ordinary titles. */
export const SUBJECTS: readonly string[] = [
  'Budget',
  'Marketing',
  'Tender',
  'Audit',
  'Onboarding',
  'Release',
  'Contracts',
  'Support',
  'Research',
  'Board',
  'Payroll',
  'Website',
  'Training',
  'Procurement',
  'Facilities',
];

/** Last words of ordinary titles. */
export const PURPOSES: readonly string[] = [
  'drafts',
  'review',
  'archive 2023',
  'Q1',
  'Q3',
  'team',
  'with partner',
  'plan',
  'forms',
  'minutes',
  'data',
];

/** Ordinary display names, some with characters that the portal answers as HTML entities. */
export const NAMES: readonly string[] = [
  'Ada Lovelace',
  'Grace Hopper',
  'Jürgen Groß',
  'Иван Петров',
  '山田太郎',
  "Siobhán O'Neill",
  'Ana María Núñez',
  'Olu Adebayo',
  'Li Wei',
  'Noor Haddad',
  "Jürgen O'Brien-Müller",
  'Backup & Sync',
  "Zoë D'Arcy",
];
