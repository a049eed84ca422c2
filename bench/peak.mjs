// Writes the highest resident memory of this process, in KiB, to the file BENCH_MEMORY when it ends.
import { writeFileSync } from 'node:fs';

process.on('exit', () => {
  if (process.env.BENCH_MEMORY)
    writeFileSync(process.env.BENCH_MEMORY, String(process.resourceUsage().maxRSS));
});
