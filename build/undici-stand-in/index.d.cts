/** Provides the real undici, before anything of it is used. */
export function provide(undici: object): void;
