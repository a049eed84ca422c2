import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';

/** The workflows and examples of this repository. */

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const yamlFilesIn = (folder: string): string[] =>
  readdirSync(join(root, folder))
    .filter((file) => /\.ya?ml$/.test(file))
    .map((file) => `${folder}/${file}`);

export const exampleFiles = yamlFilesIn('examples');
export const workflowFiles = yamlFilesIn('.github/workflows');

const step = z.looseObject({
  id: z.string().optional(),
  name: z.string().optional(),
  if: z.string().optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  env: z.record(z.string(), z.unknown()).optional(),
  with: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});
const job = z.looseObject({
  name: z.string().optional(),
  uses: z.string().optional(),
  if: z.string().optional(),
  needs: z.union([z.string().transform((name) => [name]), z.array(z.string())]).default([]),
  permissions: z.record(z.string(), z.enum(['read', 'write'])).optional(),
  strategy: z.object({ matrix: z.unknown() }).optional(),
  'timeout-minutes': z.number().optional(),
  steps: z.array(step).default([]),
});
const workflowSchema = z.looseObject({
  name: z.string(),
  permissions: z.record(z.string(), z.string()),
  concurrency: z.looseObject({ group: z.string() }).optional(),
  jobs: z.record(z.string(), job),
});

export type Step = z.infer<typeof step>;

export const workflow = (path: string) => workflowSchema.parse(parse(read(path)));
export const jobsOf = (path: string) => Object.entries(workflow(path).jobs);
export const stepsOf = (path: string): Step[] => jobsOf(path).flatMap(([, { steps }]) => steps);

/** The script of a step. */
export function scriptOf(path: string, jobId: string, id: string): string {
  const script = workflow(path).jobs[jobId]?.steps.find((one) => one.id === id)?.run;
  if (script === undefined) throw new Error(`${path} has no script "${id}" in the job "${jobId}"`);
  return script;
}

/** Runs a script with the flags of GitHub's "shell: bash". */
export function bash(script: string, cwd: string, variables: Readonly<Record<string, string>>) {
  const flags = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script];
  const { status, stdout, stderr } = spawnSync('bash', flags, {
    cwd,
    env: { PATH: env['PATH'], ...variables },
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
}
