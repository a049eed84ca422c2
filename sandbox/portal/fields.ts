/** Which members to write: null is the whole value, a map names what is kept of it. */
type Kept = Map<string, Kept> | null;

function parse(fields: string): Map<string, Kept> {
  const root = new Map<string, Kept>();
  for (const name of fields.split(',')) {
    const path = name.trim().split('.');
    let at: Map<string, Kept> = root;
    path.forEach((part, depth) => {
      if (part === '') return;
      const known = at.get(part);
      // A member that is named whole stays whole, whatever is named inside of it.
      if (known === null) return;
      if (depth === path.length - 1) {
        at.set(part, null);
        return;
      }
      const inner: Map<string, Kept> = known ?? new Map<string, Kept>();
      at.set(part, inner);
      at = inner;
    });
  }
  return root;
}

function keep(value: unknown, kept: Kept): unknown {
  if (kept === null || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => keep(item, kept));
  const result: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    const inner = kept.get(name);
    if (inner !== undefined) result[name] = keep(member, inner);
  }
  return result;
}

/** What the portal writes of `response` when `fields` names members relative to it (`total,folders.id`). */
export function pickFields(response: unknown, fields: string): unknown {
  return keep(response, parse(fields));
}
