import prettyBytes from 'pretty-bytes';
import { RISK_RULES } from '../rooms/risks.ts';
import { describeActivity } from './entries.ts';
import type { Report, RoomEntry } from './schema.ts';
import { markdownText, roomLink } from './text/markdown.ts';

/** What is shown of a room: in the columns of tables, in a line of the tracking issue, and in the CSV file. */

type ListedRoom = RoomEntry & { readonly reason?: string };

/** What decides whether a column is shown. */
export interface Shown {
  readonly owners: boolean;
  readonly risks: boolean;
  readonly evidence: boolean;
  readonly reasons: boolean;
}

export interface Column {
  readonly title: string;
  readonly isNumber?: true;
  /** What it is about, if it is not always shown. */
  readonly about?: keyof Shown;
  /** In Markdown; empty if there is nothing to show. */
  readonly cell: (room: ListedRoom) => string;
  /** How the line in the issue says it; default: not at all. */
  readonly fact?: (cell: string, room: RoomEntry) => string;
}

const asItIs = (cell: string) => cell;

const COLUMNS: readonly Column[] = [
  { title: 'Room', cell: roomLink },
  { title: 'Type', cell: ({ type }) => markdownText(type ?? ''), fact: asItIs },
  {
    title: 'Owner',
    about: 'owners',
    cell: ({ owner }) => markdownText(owner ?? ''),
    fact: asItIs,
  },
  {
    title: 'Last activity',
    cell: (room) => markdownText(describeActivity(room) ?? noActivityText(room)),
    fact: (cell, room) => {
      if (room.lastActivity !== null) return `last activity ${cell}`;
      return room.lastActivityWhat === null ? cell : `last activity: ${cell}`;
    },
  },
  { title: 'Days', isNumber: true, cell: ({ daysInactive }) => String(daysInactive ?? '') },
  {
    title: 'Space',
    isNumber: true,
    cell: ({ usedSpace }) => (usedSpace === null ? '' : prettyBytes(usedSpace)),
    fact: asItIs,
  },
  {
    title: 'Risks',
    about: 'risks',
    cell: ({ risks }) => risks.map((risk) => RISK_RULES[risk].label).join(', '),
    fact: (cell) => `**${cell}**`,
  },
  {
    title: 'Evidence',
    about: 'evidence',
    cell: ({ evidence }) => evidence,
    fact: (cell) => `evidence: ${cell}`,
  },
  { title: 'Reason', about: 'reasons', cell: ({ reason }) => markdownText(reason ?? '') },
];

/** An abandoned room has no reason; an unknown one without any date has the reason "no date". */
function noActivityText({ reason }: ListedRoom): string {
  return reason === undefined || reason === 'no date' ? 'no activity date' : 'unknown';
}

/** The columns of a table. */
export function columnsOf({ redacted, counts, evidenceCheck }: Report, reasons = false): readonly Column[] {
  const shown = { owners: !redacted, risks: counts.risky > 0, evidence: evidenceCheck !== null, reasons };
  return COLUMNS.filter(({ about }) => about === undefined || shown[about]);
}

/** What the line of a room in the tracking issue says, in Markdown. */
export function factsOf(room: RoomEntry, shown: Pick<Shown, 'evidence'>): readonly string[] {
  return COLUMNS.flatMap(({ about, cell, fact }) => {
    const text = about === 'evidence' && !shown.evidence ? '' : cell(room);
    return text === '' || fact === undefined ? [] : [fact(text, room)];
  });
}

const CSV_COLUMNS = [
  'status',
  'id',
  'title',
  'url',
  'type',
  'owner',
  'daysInactive',
  'lastActivity',
  'lastUpdated',
  'evidence',
  'usedSpace',
  'tags',
  'risks',
  'new',
  'reason',
] as const;
/** Only if rooms were checked against their history. */
const CSV_EVIDENCE_COLUMNS = ['lastActivityWhat', 'lastActivityBy'] as const;

/** The columns of the CSV file: members of a room, and `status` and `reason`. */
export function csvColumns({ evidenceCheck, contacts }: Report): readonly string[] {
  return [
    ...CSV_COLUMNS,
    ...(evidenceCheck === null ? [] : CSV_EVIDENCE_COLUMNS),
    ...(contacts === null ? [] : ['ownerEmail']),
  ];
}
