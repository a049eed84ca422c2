import type { Element, Root, RootContent } from 'hast';
import rehypeRaw from 'rehype-raw';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';

/** Markdown as GitHub renders it, as a tree; raw HTML is parsed, not thrown away, so that it would be seen. */

const processor = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkRehype, { allowDangerousHtml: true })
  .use(rehypeRaw);

export function renderPage(markdown: string): Root {
  return processor.runSync(processor.parse(markdown)) as Root;
}

/** All elements of these names, in the order of the page; without names all there are. */
export function elements(root: Root | Element, ...names: string[]): Element[] {
  const found: Element[] = [];
  const walk = (node: Root | RootContent): void => {
    if (node.type === 'element' && (names.length === 0 || names.includes(node.tagName))) found.push(node);
    if ('children' in node) for (const child of node.children) walk(child as RootContent);
  };
  for (const child of root.children) walk(child as RootContent);
  return found;
}

/** The text that a reader sees. */
export function textOf(node: Root | RootContent): string {
  if (node.type === 'text') return node.value;
  return 'children' in node ? node.children.map((child) => textOf(child as RootContent)).join('') : '';
}

/** Comments on the page, without their brackets. */
export function commentsOf(node: Root | RootContent): string[] {
  if (node.type === 'comment') return [node.value.trim()];
  return 'children' in node ? node.children.flatMap((child) => commentsOf(child as RootContent)) : [];
}

/** What GitHub makes a link of in the text of a page: mentions, references, addresses, commits. */
export const LINKED_TEXT =
  /@[\p{L}\p{N}_-]|#\d|\bGH-\d|https?:\/\/|\bwww\.\S|\bmailto:\S|\b[0-9a-f]{7,40}\b/iu;
