/** An ONLYOFFICE DocSpace portal on loopback, for tests, the demo and measurements. */
export { ACTIONS } from './actions.ts';
export { STACK } from './answers.ts';
export type { Shape } from './calls.ts';
export { DAY_MS, NEVER, portalDate } from './dates.ts';
export type { Fault, FaultKind, FaultPlan, StatusFault } from './faults.ts';
export { HOSTILE_NAMES, HOSTILE_TITLES } from './hostile.ts';
export { CLOUD_LIMIT, type RateLimit, type Violation } from './limiter.ts';
export type { Portal, PortalOptions, RequestHook } from './options.ts';
export { SEED_OWNER } from './seeds.ts';
export { startPortal } from './server.ts';
export type { StoredOrder } from './shelf.ts';
export type { RoomStore } from './store.ts';
export * from './types.ts';
