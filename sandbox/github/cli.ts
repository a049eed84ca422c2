/** A GitHub on loopback for as long as this process runs: one line of JSON holds its address. */
import { startGitHub } from './index.ts';

const github = await startGitHub();
console.log(JSON.stringify({ url: github.url, token: github.token }));

const end = async (): Promise<void> => {
  await github.close();
  process.exit(0);
};
process.once('SIGTERM', end);
process.stdin.once('close', end);
process.stdin.once('end', end);
process.stdin.resume();
