import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { likely } from '../../ground/text/likely.ts';
import { CommandFailure } from '../run-command.ts';
import { readChapter, type Chapter } from './chapter.ts';

/** In their order. */
export function readChapters(folder: URL = tourFolder()): readonly Chapter[] {
  return readdirSync(folder)
    .filter((file) => /^\d\d-.*\.md$/.test(file))
    .sort()
    .map((file) => readChapter(file, readFileSync(new URL(file, folder), 'utf8')));
}

/** docs/tour of the checkout, or of the installed package, whose compiled files are a folder deeper. */
function tourFolder(): URL {
  const found = ['../../docs/tour/', '../../../docs/tour/'].map((path) => new URL(path, import.meta.url)).find((url) => existsSync(url));
  if (found === undefined)
    throw new CommandFailure('the chapters are not here: an image has none; run it in a checkout, or where the package is installed');
  return found;
}

/** By its number or its name; who names no chapter is told of the nearest. */
export function chapterOf(chapters: readonly Chapter[], asked: string): Chapter {
  const found = chapters.find(({ number, name }) => String(number) === asked.replace(/^0+/, '') || name === asked);
  if (found !== undefined) return found;
  const last = chapters.at(-1)?.number ?? 0;
  const meant = /^-?\d+$/.test(asked)
    ? String(Math.min(Math.max(Number(asked), 1), last))
    : likely(
        asked,
        chapters.map(({ name }) => name),
      );
  const hint = meant === undefined ? '`civ tour` lists them' : `did you mean \`civ tour ${meant}\`?`;
  throw new CommandFailure(`there is no chapter "${asked}": ${hint}`);
}
