import type { Account, Comment, EventName, Issue, Label, RepositorySeed, StateReason } from './types.ts';

/** GitHub's dates have no fractions of a second. */
const stamp = (date: Date): string => `${date.toISOString().slice(0, 19)}Z`;
const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

export interface NewIssue {
  readonly title: string;
  readonly body?: string | null;
  readonly labels?: readonly string[];
  readonly assignees?: readonly string[];
  readonly isPullRequest?: boolean;
}

/** One repository: its state and the changes that can be made to it. Who may do what is decided elsewhere. */
export class Repository {
  readonly id: number;
  readonly seed: RepositorySeed;
  readonly issues: Issue[] = [];
  readonly labels: Label[] = [];
  hasIssues: boolean;
  assignable: string[];
  readonly #now: () => Date;
  #lastId: number;

  constructor(id: number, seed: RepositorySeed, now: () => Date) {
    this.id = id;
    this.seed = seed;
    this.#now = now;
    this.#lastId = id * 1000;
    this.hasIssues = seed.hasIssues ?? true;
    this.assignable = [...(seed.assignable ?? [])];
    for (const name of seed.labels ?? []) this.addLabel(name);
  }

  get fullName(): string {
    return this.seed.fullName;
  }

  /** @throws if there is no issue of that number */
  issue(number: number): Issue {
    const issue = this.issues.find((candidate) => candidate.number === number);
    if (!issue) throw new Error(`${this.fullName} has no issue #${number}`);
    return issue;
  }

  /** Label names are unique whatever their case. */
  label(name: string): Label | undefined {
    return this.labels.find((label) => same(label.name, name));
  }

  /** `ededed` is the grey that labels get which nobody gave a colour. */
  addLabel(name: string, color = 'ededed', description: string | null = null): Label {
    const label: Label = { id: this.#nextId(), name, color, description };
    this.labels.push(label);
    return label;
  }

  mayBeAssigned(login: string): boolean {
    return this.assignable.some((candidate) => same(candidate, login));
  }

  /** Issues and pull requests share one sequence of numbers. */
  open(author: Account, fields: NewIssue): Issue {
    const at = stamp(this.#now());
    const issue: Issue = {
      id: this.#nextId(),
      number: this.issues.length + 1,
      author,
      isPullRequest: fields.isPullRequest ?? false,
      createdAt: at,
      title: fields.title,
      body: fields.body ?? null,
      state: 'open',
      stateReason: null,
      closedBy: null,
      closedAt: null,
      updatedAt: at,
      labels: [],
      assignees: [],
      deleted: false,
      locked: false,
      comments: [],
      events: [],
    };
    this.issues.push(issue);
    this.setLabels(issue, fields.labels ?? [], author);
    this.setAssignees(issue, fields.assignees ?? [], author);
    return issue;
  }

  setTitle(issue: Issue, title: string, by: Account): void {
    if (issue.title === title) return;
    this.#event(issue, 'renamed', by, { rename: { from: issue.title, to: title } });
    issue.title = title;
  }

  setBody(issue: Issue, body: string | null): void {
    if (issue.body === body) return;
    issue.body = body;
    issue.updatedAt = stamp(this.#now());
  }

  /** The state an issue already has makes no event; a reason counts only with a change of state. */
  setState(issue: Issue, state: 'open' | 'closed', by: Account, reason?: StateReason | null): void {
    if (issue.state === state) return;
    const closed = state === 'closed';
    issue.state = state;
    issue.stateReason = closed ? (reason ?? 'completed') : 'reopened';
    issue.closedBy = closed ? by : null;
    issue.closedAt = closed ? stamp(this.#now()) : null;
    this.#event(issue, closed ? 'closed' : 'reopened', by, {
      state_reason: closed ? issue.stateReason : null,
    });
  }

  /** Labels that do not exist come into being here, spelled as given; known ones keep their spelling. */
  setLabels(issue: Issue, names: readonly string[], by: Account): void {
    const wanted: string[] = [];
    for (const name of names) {
      const known = this.label(name) ?? (this.seed.createsLabels === false ? undefined : this.addLabel(name));
      if (known && !wanted.includes(known.name)) wanted.push(known.name);
    }
    this.#replace(issue, 'labels', wanted, by);
  }

  setAssignees(issue: Issue, logins: readonly string[], by: Account): void {
    const wanted: string[] = [];
    for (const login of logins) {
      const known = this.assignable.find((candidate) => same(candidate, login));
      if (known !== undefined && !wanted.includes(known)) wanted.push(known);
    }
    this.#replace(issue, 'assignees', wanted, by);
  }

  comment(issue: Issue, author: Account, body: string): Comment {
    const createdAt = stamp(this.#now());
    const comment: Comment = { id: this.#nextId(), author, body, createdAt };
    issue.comments.push(comment);
    issue.updatedAt = createdAt;
    return comment;
  }

  #replace(issue: Issue, what: 'labels' | 'assignees', wanted: string[], by: Account): void {
    const before = issue[what];
    issue[what] = wanted;
    const [gone, come]: EventName[] =
      what === 'labels' ? ['unlabeled', 'labeled'] : ['unassigned', 'assigned'];
    for (const name of before.filter((entry) => !wanted.includes(entry))) {
      if (gone) this.#event(issue, gone, by, { name });
    }
    for (const name of wanted.filter((entry) => !before.includes(entry))) {
      if (come) this.#event(issue, come, by, { name });
    }
  }

  #event(issue: Issue, event: EventName, actor: Account, detail: Record<string, unknown>): void {
    const createdAt = stamp(this.#now());
    issue.events.push({ id: this.#nextId(), event, actor, createdAt, detail });
    issue.updatedAt = createdAt;
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }
}
