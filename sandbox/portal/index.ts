/** An ONLYOFFICE DocSpace portal on loopback, for tests, the demo and measurements. */
export * from './accounts.ts';
export { ACTIONS } from './actions.ts';
export { STACK } from './answers.ts';
export type { Shape } from './call.ts';
export { DAY_MS, NEVER, portalDate } from './dates.ts';
export type { Fault, FaultKind, FaultPlan, StatusFault } from './faults.ts';
export { HOSTILE_NAMES, HOSTILE_TITLES } from './hostile.ts';
export { CLOUD_LIMIT, type RateLimit, type Violation } from './limiter.ts';
export { type LoadTimes, REAL_LOAD } from './load.ts';
export type { Portal, PortalOptions, RequestHook } from './options.ts';
export type { StoredOrder } from './room-query.ts';
export * from './room-seeds.ts';
export { startPortal } from './server.ts';
export type { RoomStore } from './store.ts';
export { decodeHtml, encodeHtml, storedTitle } from './text.ts';
export * from './types.ts';
export { VERSIONS, type Version } from './versions.ts';
export { loadWorld, type RecordedWorld } from './world.ts';
