import prettyBytes from 'pretty-bytes';
import type { Report } from '../report/schema.ts';
import { markdownText } from '../report/text/markdown.ts';
import { normalizeLines, plural } from '../shared/text.ts';
import { encodeHidden, withoutOwnLines } from './boxes.ts';
import { decodeState, STATE_BLOCK } from './state.ts';

/**
 * The block of this action in an issue's body: its borders, the key by which it is found, and its visible first and last
 * line. They are written and found again here, since editors may remove all that is hidden.
 */

/** What people wrote above and below the list. */
export interface UserText {
  readonly before: string;
  readonly after: string;
}

const KEY_START = '<!-- abandoned-rooms-key ';
export const BEGIN = '<!-- abandoned-rooms-begin -->';
export const END = '<!-- abandoned-rooms-end -->';
/** Where a block of any key begins. An editor may have changed the line end. */
const HEAD = new RegExp(`${BEGIN}\\s+${KEY_START}(\\S*) -->`, 'g');
const WHOLE_BLOCK = /<!-- abandoned-rooms-begin -->[\s\S]*?<!-- abandoned-rooms-end -->/g;
const ANY_MARKER = /<!-- abandoned-rooms-[^>]*-->/g;

const FOOTER_START = 'Kept up to date by the abandoned-rooms action';
/** The visible last line of a list, not quoted. An editor may have removed its formatting, or wrapped it. */
const FOOTER =
  /^[ \t]*(?:<sub>\s*)?Kept\s+up\s+to\s+date\s+by\s+the\s+abandoned-rooms\s+action[\s\S]{0,3000}?issue\s+key[\s`]+(?:<code>)?([^\s`<)]+)/gm;
const FOOTER_END = /<\/sub>|\n\s*\n|$/;
/** The visible first line of a list, and the headings below it. */
const HEADLINE =
  /^.{0,8}(?:\d+ rooms? ha(?:s|ve) had no activity|No room is (?:known to be )?abandoned|#+ (?:Abandoned|Kept) \(\d+\))/m;

/** What the first line of the list tells. */
export interface HeadlineFacts {
  readonly report: Pick<Report, 'abandoned' | 'policy' | 'reclaimableBytes' | 'spaceUnknown'>;
  readonly settings: { readonly keepDays: number; readonly maxArchive: number | null };
  /** How many rooms were abandoned and could not be checked at this run. */
  readonly uncheckedCount: number;
}

/** The visible first line of a list. */
export function headline({ report, settings, uncheckedCount }: HeadlineFacts): string {
  const { abandoned, reclaimableBytes, spaceUnknown } = report;
  if (abandoned.length === 0) {
    return uncheckedCount === 0
      ? '**No room is abandoned.**'
      : `**No room is known to be abandoned**, but ${plural(uncheckedCount, 'room')} that ${uncheckedCount === 1 ? 'was' : 'were'} abandoned cannot be checked at the moment.`;
  }
  const [have, use] = abandoned.length === 1 ? ['has', 'uses'] : ['have', 'use'];
  const atLeast = spaceUnknown > 0 ? 'at least ' : '';
  const space = reclaimableBytes === null ? '' : `, and ${use} ${atLeast}${prettyBytes(reclaimableBytes)}`;
  const tick =
    settings.keepDays === 0
      ? ''
      : ` Tick a room to keep it for ${settings.keepDays} days: it is exempt from the next run on, and is listed again after that.`;
  const archive =
    settings.maxArchive !== null && abandoned.some(({ archivable }) => archivable)
      ? ' Tick the box below a room to have it moved to the archive of the portal, from which it can be restored.'
      : '';
  const rooms = plural(abandoned.length, 'room');
  return `**${rooms} ${have} had no activity for ${report.policy.inactiveDays} days or longer**${space}.${tick}${archive}`;
}

/** The lines of a part of the list, below its heading. */
export function section(title: 'Abandoned' | 'Kept', lines: readonly string[], of: number): string[] {
  if (of === 0) return [];
  const cut =
    lines.length === of
      ? []
      : [
          '',
          `Showing ${lines.length} of ${of}. The full list is in the summary and the report files of the workflow run.`,
        ];
  return ['', `### ${title} (${of})`, '', ...lines, ...cut];
}

/** The hidden marker by which an issue is known as the one of this key. */
export function keyMarker(issueKey: string): string {
  return `${KEY_START}${encodeHidden(issueKey)} -->`;
}

/** The visible last line of a list. It names the key, so that the issue is found if an editor removes hidden comments. */
export function footer(portal: string, issueKey: string): string {
  return `<sub>${footerStart(portal)} (issue key \`${encodeVisible(issueKey)}\`). Text above and below this list stays; the list itself is replaced.</sub>`;
}

function footerStart(portal: string): string {
  return `${FOOTER_START} for ${markdownText(portal)}`;
}

/**
 * Whether a list is the one of this portal. With an `issue-key`, its address may have changed since the list was written,
 * and then the ids in it may be those of other rooms.
 */
export function isListOf(portal: string, body: string, issueKey: string): boolean {
  return ownBlock(body, issueKey).includes(`${footerStart(portal)} (`);
}

/** Whether a list says that it is of another portal. If an editor has removed its last line, it does not say that. */
export function isListOfOther(portal: string, body: string, issueKey: string): boolean {
  return ownBlock(body, issueKey).includes(`${FOOTER_START} for `) && !isListOf(portal, body, issueKey);
}

/** Whether a body belongs to the issue of this key. */
export function hasKey(body: string, issueKey: string): boolean {
  return blockOf(normalizeLines(body), issueKey) !== null;
}

/** Whether a body also holds the block of another key, for example since somebody pasted one issue's text into another. */
export function hasOtherKey(body: string, issueKey: string): boolean {
  const own = encodeHidden(issueKey);
  return normalizeLines(body)
    .matchAll(HEAD)
    .some(([, key]) => key !== own);
}

/** The part of a body that this action wrote. */
export function ownBlock(body: string, issueKey: string): string {
  const block = blockOf(body, issueKey);
  return block === null ? '' : body.slice(block.begin, block.end);
}

/** A body in the parts in which boxes are read. */
export interface BodyParts {
  /** The block of this key, and copies of it. */
  readonly own: string;
  /** Text of people. It may hold lines of the list that they moved. */
  readonly others: string;
}

/** Splits a body. Blocks of other keys are in no part. */
export function bodyParts(body: string, issueKey: string): BodyParts {
  const block = blockOf(body, issueKey);
  const outside = block === null ? body : `${body.slice(0, block.begin)}\n${body.slice(block.end)}`;
  const copies = (outside.match(WHOLE_BLOCK) ?? []).filter((copy) => copy.includes(keyMarker(issueKey)));
  return {
    own: [ownBlock(body, issueKey), ...copies].join('\n\n'),
    others: outside.replace(WHOLE_BLOCK, '\n'),
  };
}

/**
 * What people wrote above and below the block of this action. Copies of a block, and lines of the list that people moved
 * out of it, are removed: the list is written with them. Without a block, everything is people's text.
 */
export function userText(body: string, issueKey: string): UserText {
  const block = blockOf(body, issueKey);
  if (block === null) {
    const text = withoutBlocks(body).trimEnd();
    return { before: text === '' ? '' : `${text}\n\n`, after: '' };
  }
  return { before: withoutBlocks(body.slice(0, block.begin)), after: withoutBlocks(body.slice(block.end)) };
}

function withoutBlocks(text: string): string {
  return withoutOwnLines(text.replace(WHOLE_BLOCK, '').replace(ANY_MARKER, ''));
}

interface Block {
  readonly begin: number;
  readonly end: number;
}

/**
 * Finds the block of a key. People may have deleted one of its borders, and editors remove all hidden comments. Then the
 * key, a state whose checksum includes the key, or the visible first and last line show where it is.
 */
function blockOf(body: string, issueKey: string): Block | null {
  const visible = visibleBlock(body, issueKey);
  const begin = beginOf(body, issueKey);
  if (begin < 0) return visible;
  const end = body.indexOf(END, begin);
  if (end >= 0) return { begin, end: end + END.length };
  const [state] = body.slice(begin).matchAll(STATE_BLOCK);
  if (state !== undefined) return { begin, end: begin + state.index + state[0].length };
  return { begin, end: visible !== null && visible.end > begin ? visible.end : body.length };
}

function beginOf(body: string, issueKey: string): number {
  const head = body.matchAll(HEAD).find(([, key]) => key === encodeHidden(issueKey));
  if (head !== undefined) return head.index;
  const begin = body.indexOf(BEGIN);
  // If there is a whole block, a marker that somebody quotes elsewhere does not count.
  if (begin < 0) return body.indexOf(keyMarker(issueKey));
  if (body.includes(KEY_START)) return -1;
  return decodeState(body.slice(begin), issueKey) === null ? -1 : begin;
}

/** The block by its visible lines. */
function visibleBlock(body: string, issueKey: string): Block | null {
  // A block of another key has its own footer.
  if (body.includes(KEY_START) && !body.includes(keyMarker(issueKey))) return null;
  for (const match of body.matchAll(FOOTER)) {
    if (match[1] !== encodeVisible(issueKey)) continue;
    const afterKey = match.index + match[0].length;
    const rest = FOOTER_END.exec(body.slice(afterKey));
    const end = afterKey + (rest?.index ?? 0) + (rest?.[0].startsWith('<') === true ? rest[0].length : 0);
    const above = body.slice(0, match.index);
    const border = above.indexOf(BEGIN);
    const headline = above.search(HEADLINE);
    const begin = [border, headline].filter((at) => at >= 0).sort((a, b) => a - b)[0] ?? match.index;
    return { begin, end };
  }
  return null;
}

/** The key as readers see it; it is found again if an editor removes the backticks. */
function encodeVisible(issueKey: string): string {
  return encodeURIComponent(issueKey.toWellFormed())
    .replace(/[!'()*~_]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%3A', ':')
    .replaceAll('%2F', '/');
}
