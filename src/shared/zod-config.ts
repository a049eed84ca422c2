import { z } from 'zod';

// By default, zod compiles each schema with `new Function`. That makes the start slower, and scans of 20,000 rooms no
// faster. A schema takes the setting when it is made, so this is imported before all others.
z.config({ jitless: true });
