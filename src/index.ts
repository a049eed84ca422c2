import './shared/zod-config.ts';
import { run } from './main.ts';
import { endWithoutLog, isNodeTooOld } from './process.ts';

endWithoutLog();
if (!isNodeTooOld()) await run();
