import { vi } from 'vitest';

// The worker is the same from one mutant to the next: a constant of a module must be made anew, with the mutant in it.
vi.resetModules();
