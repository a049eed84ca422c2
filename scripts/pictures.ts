// Makes the pictures of the README from the output of "npm run demo", with the Chromium of this machine. Without one, it
// says so and leaves the pictures as they are.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Element, Root, RootContent } from 'hast';
import { elements, renderPage, textOf } from '../__tests__/support/github-page.ts';

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome'];
const THEMES = ['light', 'dark'] as const;
/** Of the page, in CSS pixels. The pictures have one and a half times as many. */
const WIDTH = 1360;
const SCALE = 1.5;
/** Rows of the first table that are shown. */
const SHOWN_ROWS = 7;
/** The sandbox portal has a random port. */
const SANDBOX_PORTAL = /http:(\u200b?)\/\/127\.0\.0\.1:\d+/g;
const SANDBOX_HOST = /127\.0\.0\.1:\d+/g;
const EXAMPLE_PORTAL = 'https:$1//example.onlyoffice.com';
/** Names and titles that show how hostile text is escaped: that is for the tests, not for the picture. */
const ODD_TEXT = /&#|[⟨␛␊]|[0-9a-f]{6}\u200b|::/;

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The job summary, with the first ordinary rows of its first table. */
function summaryPage(markdown: string): string {
  const page = renderPage(shorten(markdown));
  return page.children.map(toHtml).join('');
}

function shorten(markdown: string): string {
  const lines = markdown.split('\n');
  const first = lines.findIndex((line) => line.startsWith('|')) + 2;
  const end = lines.findIndex((line, at) => at >= first && !line.startsWith('|'));
  const rows = lines.slice(first, end);
  // An apostrophe is escaped as well.
  const ordinary = rows.filter((row) => !ODD_TEXT.test(row.replaceAll('&#39;', "'"))).slice(0, SHOWN_ROWS);
  const cells = (lines[first - 2] ?? '').split('|').length - 2;
  const left = rows.length - ordinary.length;
  const more = left > 0 ? [`| ⋮ ${left} more rows |${' |'.repeat(cells - 1)}`] : [];
  return [...lines.slice(0, first), ...ordinary, ...more, ...lines.slice(end)].join('\n');
}

/** The tracking issue with one comment. */
function issuePage(body: string, comment: string): string {
  return `<h1>Abandoned DocSpace rooms <span>#1</span></h1>
    <span class="badge">Open</span><span class="label">abandoned-rooms</span>
    ${box('opened last week · edited', body)}${box('now', comment)}`;
}

function box(when: string, markdown: string): string {
  const html = renderPage(markdown).children.map(toHtml).join('');
  return `<div class="box"><div class="box-head"><strong>github-actions</strong> <span class="bot">bot</span> ${when}</div>
    <div class="box-body">${html}</div></div>`;
}

/** The HTML of a tree. It comes from the demo, so its attributes are known. Checkboxes look as for people who may edit. */
function toHtml(node: Root | RootContent): string {
  if (node.type === 'text') return escapeHtml(node.value);
  if (node.type !== 'element') return '';
  const [code] = node.tagName === 'pre' ? elements(node, 'code') : [];
  if (code !== undefined && classesOf(code).includes('language-mermaid')) return chart(textOf(code));
  const attributes = Object.entries(node.properties).map(([name, value]) => {
    const attribute = name === 'className' ? 'class' : name;
    const text = Array.isArray(value) ? value.join(' ') : String(value);
    return name === 'disabled' || value === false || value === null
      ? ''
      : ` ${attribute}="${escapeHtml(text)}"`;
  });
  const start = `<${node.tagName}${attributes.join('')}>`;
  return node.tagName === 'input' ? start : `${start}${node.children.map(toHtml).join('')}</${node.tagName}>`;
}

function classesOf({ properties }: Element): readonly unknown[] {
  return Array.isArray(properties['className']) ? properties['className'] : [];
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A bar chart as GitHub draws it from Mermaid's `xychart-beta`. */
function chart(mermaid: string): string {
  const labels = JSON.parse(`[${/x-axis "[^"]*" \[(.*)\]/.exec(mermaid)?.[1] ?? ''}]`) as string[];
  const [, kind, list = '[]'] = /(bar|line) (\[.*\])/.exec(mermaid) ?? [];
  const values = JSON.parse(list) as number[];
  const [xTitle = '', yTitle = ''] = ['x', 'y'].map(
    (axis) => new RegExp(`${axis}-axis "([^"]*)"`).exec(mermaid)?.[1] ?? '',
  );
  const [left, bottom, height, step] = [60, 200, 180, Math.min(155, 930 / values.length)];
  const scale = height / Math.max(1, ...values);
  const points = values.map((value, index) => [left + (index + 0.5) * step, bottom - value * scale]);
  const line = kind === 'line' ? `<polyline fill="none" points="${points.join(' ')}"/>` : '';
  const bars = values.map((value, index) => {
    const [x = 0, top = 0] = points[index] ?? [];
    const bar = `<rect x="${x - 40}" y="${top}" width="80" height="${bottom - top}"/>`;
    return `${kind === 'bar' ? bar : ''}
      <text x="${x}" y="${top - 5}">${value}</text><text x="${x}" y="${bottom + 18}">${escapeHtml(labels[index] ?? '')}</text>`;
  });
  const right = left + values.length * step;
  return `<svg class="chart" width="${WIDTH - 82}" height="245" viewBox="0 -20 1038 265">
    ${bars.join('')}${line}<line x1="${left}" x2="${right}" y1="${bottom}" y2="${bottom}"/><line x1="${left}" x2="${left}" y1="10" y2="${bottom}"/>
    <text x="${(left + right) / 2}" y="${bottom + 40}">${escapeHtml(xTitle)}</text>
    <text transform="translate(${left - 16} ${bottom / 2}) rotate(-90)">${escapeHtml(yTitle)}</text></svg>`;
}

function findBrowser(): string | undefined {
  return BROWSERS.find((name) => spawnSync(name, ['--version']).status === 0);
}

function runBrowser(browser: string, options: readonly string[], page: string): string {
  // Chromium's own sandbox does not work for root, as in a container. The page is made here.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const common = ['--headless', '--hide-scrollbars', `--force-device-scale-factor=${SCALE}`, ...asRoot];
  const { status, stdout, stderr } = spawnSync(browser, [...common, ...options, pathToFileURL(page).href], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${browser} failed with ${status}: ${stderr}`);
  return stdout;
}

/** Takes a picture of a page at its whole height. */
function takePicture(browser: string, html: string, folder: string, picture: string): void {
  const page = join(folder, 'page.html');
  const measure = '<script>document.documentElement.dataset.height = document.body.offsetHeight;</script>';
  writeFileSync(page, html.replace('</body>', `${measure}</body>`));
  const dom = runBrowser(browser, [`--window-size=${WIDTH},800`, '--dump-dom'], page);
  const height = /data-height="(\d+)"/.exec(dom)?.[1] ?? '800';
  writeFileSync(page, html);
  runBrowser(browser, [`--window-size=${WIDTH},${height}`, `--screenshot=${picture}`], page);
  console.log(`${picture}: ${WIDTH * SCALE} x ${Number(height) * SCALE}`);
}

function readDemo(name: string): string {
  const text = readFileSync(join(root, 'demo-output', name), 'utf8');
  return text.replaceAll(SANDBOX_PORTAL, EXAMPLE_PORTAL).replaceAll(SANDBOX_HOST, 'example.onlyoffice.com');
}

function makePictures(browser: string): void {
  const pages = {
    summary: summaryPage(readDemo('summary.md')),
    issue: issuePage(readDemo('issue-2.md'), readDemo('issue-2-comment.md')),
  };
  const css = readFileSync(join(root, 'scripts', 'pictures.css'), 'utf8');
  const images = join(root, 'docs', 'images');
  const folder = mkdtempSync(join(tmpdir(), 'pictures-'));
  mkdirSync(images, { recursive: true });
  try {
    for (const [name, body] of Object.entries(pages)) {
      for (const theme of THEMES) {
        const html = `<!doctype html><html data-theme="${theme}"><head><meta charset="utf-8"><style>${css}</style></head><body>${body}</body></html>`;
        takePicture(browser, html, folder, join(images, `${name}-${theme}.png`));
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const browser = findBrowser();
if (browser === undefined) console.log(`No ${BROWSERS.join(', ')} found: the pictures stay as they are.`);
else makePictures(browser);
