import { readdirSync, readFileSync } from 'node:fs';
import { chapterHtml } from './chapter-html.ts';

/** The chapters of docs/tour as files of the page: `tour/07-probes.html`, and `tour/index.html`, which lists them. */
export function tourPages(folder: URL, style: string): ReadonlyMap<string, Uint8Array> {
  const files = readdirSync(folder).filter((file) => file === 'README.md' || /^\d\d-[a-z-]+\.md$/.test(file));
  return new Map(
    files.map((file) => [
      `tour/${file === 'README.md' ? 'index' : file.slice(0, -'.md'.length)}.html`,
      Buffer.from(chapterHtml(readFileSync(new URL(file, folder), 'utf8'), { style: `../${style}` })),
    ]),
  );
}
