import type { InputName } from '../../src/config/check-inputs.ts';
import { run } from '../../src/run.ts';
import { ActionError, causes } from '../../src/shared/errors.ts';
import { type Effect, type FakeRuntime, fakeRuntime } from './fake-runtime.ts';

/** Whole runs within the process of the test: what a call shows does not need a process of its own. */

export interface RunHere {
  readonly runtime: FakeRuntime;
  /** Null if the run succeeded. */
  readonly error: ActionError | null;
}

/**
 * Runs the action against a portal. An error that is no ActionError fails the test.
 *
 * @param githubUrl address of its GitHub
 */
export async function runHere(
  inputs: Partial<Record<InputName, string>>,
  now: () => Date = () => new Date(),
  githubUrl = 'https://api.github.com',
): Promise<RunHere> {
  const runtime = await fakeRuntime({
    inputs,
    env: { GITHUB_REPOSITORY: 'acme/rooms', GITHUB_API_URL: githubUrl },
    isDebug: true,
    now,
  });
  const error: unknown = await run(runtime).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error !== null && !(error instanceof ActionError)) throw error;
  return { runtime, error };
}

/** Everything that a run wrote, and the causes of its error as the debug log shows them. Only the mask may hold the key. */
export function writtenBy({ runtime, error }: RunHere): string {
  const isWritten = ({ kind }: Effect) => kind !== 'mask';
  return [
    ...runtime.effects.filter(isWritten).map((effect) => JSON.stringify(effect)),
    ...causes(error),
  ].join('\n');
}
