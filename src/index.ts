import './shared/zod-config.ts';
import { run } from './main.ts';
import { endWithoutLog, isNodeTooOld, preferLittleMemory } from './process.ts';

endWithoutLog();
if (!isNodeTooOld()) {
  preferLittleMemory();
  await run();
}
