import type { Renderer } from '../render.ts';
import type { Repository } from '../repository.ts';
import type { GitHubOptions, Reply, RequestRecord, Token } from '../types.ts';

/** What a route is given: the request, who asks, and the repository its path names. */
export interface Context {
  readonly request: RequestRecord;
  readonly token: Token | undefined;
  readonly repository: Repository;
  /** The parts of the path that the route's pattern catches, decoded. */
  readonly parts: readonly string[];
  readonly render: Renderer;
  readonly options: GitHubOptions;
  /** Address of this repository by id: what `Link` headers start with. */
  readonly byId: string;
}

export interface Route {
  readonly method: string;
  /** Matched against the path behind `/repos/owner/name`. */
  readonly pattern: RegExp;
  readonly handle: (context: Context) => Reply;
}
