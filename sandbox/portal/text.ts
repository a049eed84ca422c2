const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const CHARACTERS = new Map(Object.entries(ENTITIES).map(([character, entity]) => [entity, character]));

/** A display name as the portal answers it: `& < > " '` and U+00A0 to U+00FF as HTML entities. */
export function encodeHtml(text: string): string {
  return text.replace(
    /[&<>"'\u00a0-\u00ff]/g,
    (character) => ENTITIES[character] ?? `&#${character.charCodeAt(0)};`,
  );
}

/** The reverse of {@link encodeHtml}, to load recorded answers. */
export function decodeHtml(text: string): string {
  return text.replace(
    /&(?:amp|lt|gt|quot|#(\d+));/g,
    (entity, code?: string) => CHARACTERS.get(entity) ?? String.fromCharCode(Number(code)),
  );
}

/** A title as the portal stores it when somebody types it. Each half of a surrogate pair becomes one `_`. */
export function storedTitle(title: string): string {
  return title.replace(/[<>*|:/"\ud800-\udfff]/g, '_');
}
