import type { Repository } from './repository.ts';
import type { Account, Comment, Issue, StateReason } from './types.ts';

/** What people do in the browser, past every permission check. */
export interface People {
  openIssue(by: string, fields: { title: string; body?: string; labels?: string[] }): Issue;
  openPullRequest(by: string, fields: { title: string; body?: string; labels?: string[] }): Issue;
  closeIssue(number: number, by: string, reason?: StateReason): void;
  reopenIssue(number: number, by: string): void;
  editTitle(number: number, title: string, by: string): void;
  /** `edit` sees the body with \n; it is stored as a browser sends it. */
  editBody(number: number, edit: (body: string) => string, by: string): void;
  /** Ticks the one box whose line matches. */
  tick(number: number, line: RegExp | string, by?: string): void;
  untick(number: number, line: RegExp | string, by?: string): void;
  addLabel(number: number, label: string, by?: string): void;
  removeLabel(number: number, label: string, by?: string): void;
  deleteLabel(label: string): void;
  comment(number: number, by: string, body: string): Comment;
  deleteIssue(number: number): void;
  lock(number: number): void;
  unlock(number: number): void;
  disableIssues(): void;
  enableIssues(): void;
}

/**
 * A text as it is after a browser sent it: HTML forms send CRLF line ends and GitHub keeps what it is sent, so
 * a body written through the API with \n has \r\n throughout after any edit in the browser (HTML standard,
 * "Constructing the entry list"; github.com/actions/runner issue 1462).
 */
const asBrowserSends = (text: string): string => text.replace(/\r\n?|\n/g, '\r\n');

const BOX = { open: /^(\s*(?:[-*+]|\d+[.)])\s+)\[ \]/, ticked: /^(\s*(?:[-*+]|\d+[.)])\s+)\[[xX]\]/ };

export function peopleOf(repository: Repository): People {
  const person = (login: string): Account => ({ login, type: login.endsWith('[bot]') ? 'Bot' : 'User' });

  const toggle = (number: number, line: RegExp | string, to: 'x' | ' '): void => {
    const issue = repository.issue(number);
    const box = to === 'x' ? BOX.open : BOX.ticked;
    const lines = (issue.body ?? '').split(/\r\n|\r|\n/);
    const fits = (text: string): boolean =>
      typeof line === 'string' ? text.includes(line) : text.search(line) >= 0;
    const hits = lines.flatMap((text, index) => (box.test(text) && fits(text) ? [index] : []));
    const [hit] = hits;
    if (hit === undefined || hits.length > 1) {
      throw new Error(`${hits.length} boxes of issue #${number} match ${line}; one should`);
    }
    lines[hit] = (lines[hit] ?? '').replace(box, `$1[${to}]`);
    repository.setBody(issue, lines.join('\r\n'));
  };

  const relabel = (number: number, by: string, change: (labels: string[]) => string[]): void => {
    const issue = repository.issue(number);
    repository.setLabels(issue, change(issue.labels), person(by));
  };
  const without = (label: string) => (labels: string[]) =>
    labels.filter((name) => name.toLowerCase() !== label.toLowerCase());

  const open = (
    by: string,
    fields: { title: string; body?: string; labels?: string[] },
    isPullRequest: boolean,
  ) =>
    repository.open(person(by), {
      ...fields,
      isPullRequest,
      body: fields.body === undefined ? null : asBrowserSends(fields.body),
    });

  return {
    openIssue: (by, fields) => open(by, fields, false),
    openPullRequest: (by, fields) => open(by, fields, true),
    closeIssue: (number, by, reason) =>
      repository.setState(repository.issue(number), 'closed', person(by), reason),
    reopenIssue: (number, by) => repository.setState(repository.issue(number), 'open', person(by)),
    editTitle: (number, title, by) => repository.setTitle(repository.issue(number), title, person(by)),
    editBody: (number, edit, _by) => {
      const issue = repository.issue(number);
      repository.setBody(issue, asBrowserSends(edit((issue.body ?? '').replace(/\r\n?/g, '\n'))));
    },
    tick: (number, line) => toggle(number, line, 'x'),
    untick: (number, line) => toggle(number, line, ' '),
    addLabel: (number, label, by = 'somebody') => relabel(number, by, (labels) => [...labels, label]),
    removeLabel: (number, label, by = 'somebody') => relabel(number, by, without(label)),
    deleteLabel: (label) => {
      const index = repository.labels.findIndex(({ name }) => name.toLowerCase() === label.toLowerCase());
      if (index < 0) throw new Error(`${repository.fullName} has no label ${label}`);
      repository.labels.splice(index, 1);
      for (const issue of repository.issues) issue.labels = without(label)(issue.labels);
    },
    comment: (number, by, body) =>
      repository.comment(repository.issue(number), person(by), asBrowserSends(body)),
    deleteIssue: (number) => {
      repository.issue(number).deleted = true;
    },
    lock: (number) => {
      repository.issue(number).locked = true;
    },
    unlock: (number) => {
      repository.issue(number).locked = false;
    },
    disableIssues: () => {
      repository.hasIssues = false;
    },
    enableIssues: () => {
      repository.hasIssues = true;
    },
  };
}
