import { foldName } from '../shared/text.ts';

/** A list of names to compare with, in any case. It remembers which of its entries were found. */
export interface NameList {
  has(name: string): boolean;
  /** The entries that equal none of the names asked for so far. */
  unmatched(): readonly string[];
}

export function createNameList(entries: readonly string[]): NameList {
  const unmatched = new Map(entries.map((entry) => [foldName(entry), entry]));
  const folded = new Set(unmatched.keys());
  return {
    has(name) {
      // Folding the names of all rooms takes a while.
      if (folded.size === 0) return false;
      const key = foldName(name);
      unmatched.delete(key);
      return folded.has(key);
    },
    unmatched: () => [...unmatched.values()],
  };
}
