/**
 * At most `count` items, evenly spread over the list, so that a few neighbors that are alike do not stand for all.
 */
export function spread<T>(items: readonly T[], count: number): T[] {
  const step = Math.max(1, items.length / count);
  const places = Array.from({ length: Math.min(count, items.length) }, (_, at) => Math.floor(at * step));
  return places.map((at) => items[at]).filter((item) => item !== undefined);
}
