import './zod-config.ts';
import { run } from './main.ts';

await run();
