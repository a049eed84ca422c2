import { vi } from 'vitest';

// All mutants share a worker: the constants of a module must be computed again with the mutant in it.
vi.resetModules();
