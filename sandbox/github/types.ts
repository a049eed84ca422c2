/** The words of the sandbox: what it is started with and what it keeps. Nothing here runs. */

type Access = 'none' | 'read' | 'write';
type Visibility = 'public' | 'private' | 'internal';

export interface Account {
  readonly login: string;
  readonly type: 'Bot' | 'User';
}

/** A credential. A `Bot` is an app's installation token, as the one a workflow gets; a `User` is a person's. */
export interface Token extends Account {
  readonly token: string;
  readonly permissions: { readonly issues: Access; readonly metadata?: 'read' };
  readonly repositories: 'all' | readonly string[];
  /** Default: true if `issues` is `write`. Without it, labels and assignees are dropped silently. */
  readonly push?: boolean;
}

export interface RepositorySeed {
  readonly fullName: string;
  readonly visibility: Visibility;
  readonly hasIssues?: boolean;
  /** Logins that issues may be assigned to. */
  readonly assignable?: readonly string[];
  readonly labels?: readonly string[];
  /** Names the repository had before: they redirect. */
  readonly formerNames?: readonly string[];
  /** False: unknown labels named on an issue are dropped instead of created (seen in 2025 with app tokens). */
  readonly createsLabels?: boolean;
}

export interface GitHubOptions {
  /** Logins that exist, besides those that may be assigned and those of tokens. */
  readonly accounts?: readonly string[];
  readonly now?: () => Date;
  readonly tokens?: readonly Token[];
  readonly repositories?: readonly RepositorySeed[];
  readonly latencyMs?: number;
  /** `/api/v3` as on Enterprise Server; GraphQL is then at `/api/graphql`. */
  readonly basePath?: string;
  /** What an edit with too long a body meets: a 422, or a 200 that keeps the old body (see limits.ts). */
  readonly oversizedEdit?: 'refused' | 'ignored';
  /** `cursor`: `next` links carry `after` and there is no `last` (docs: "Using pagination in the REST API"). */
  readonly pagination?: 'pages' | 'cursor';
  /** `missesApps`: `creator=name[bot]` finds nothing, as on Enterprise Cloud (renovate issue 44730). */
  readonly creatorFilter?: 'matches' | 'missesApps';
}

export interface Label {
  readonly id: number;
  readonly name: string;
  readonly color: string;
  readonly description: string | null;
}

export interface Comment {
  readonly id: number;
  readonly author: Account;
  readonly body: string;
  readonly createdAt: string;
}

export type EventName =
  | 'closed'
  | 'reopened'
  | 'renamed'
  | 'labeled'
  | 'unlabeled'
  | 'assigned'
  | 'unassigned';

export interface IssueEvent {
  readonly id: number;
  readonly event: EventName;
  readonly actor: Account;
  readonly createdAt: string;
  readonly detail: Record<string, unknown>;
}

export type StateReason = 'completed' | 'not_planned' | 'duplicate' | 'reopened';

export interface Issue {
  readonly id: number;
  readonly number: number;
  readonly author: Account;
  readonly isPullRequest: boolean;
  readonly createdAt: string;
  title: string;
  body: string | null;
  state: 'open' | 'closed';
  stateReason: StateReason | null;
  closedBy: Account | null;
  closedAt: string | null;
  updatedAt: string;
  labels: string[];
  assignees: string[];
  deleted: boolean;
  locked: boolean;
  readonly comments: Comment[];
  readonly events: IssueEvent[];
}

/** One request as it came in. `status` is null while it is under way and when the connection broke. */
export interface RequestRecord {
  readonly method: string;
  /** Without the base path and the query: `/repos/acme/rooms/issues`. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  status: number | null;
}

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}
