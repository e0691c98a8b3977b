import { readSight, type TourSight } from './sight.ts';

/** A chapter of docs/tour, as its file has it. */
export interface Chapter {
  readonly number: number;
  /** `labels`: of the file's name, `02-labels.md`. */
  readonly name: string;
  readonly title: string;
  /** The first has what stands above the first heading. */
  readonly pages: readonly ChapterPage[];
}

export interface ChapterPage {
  /** Empty on the first. */
  readonly title: string;
  readonly parts: readonly ChapterPart[];
}

export type ChapterPart =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'block'; readonly block: TourBlock }
  /** What can be seen in the cluster once the blocks above it have been done. */
  | { readonly is: 'sight'; readonly sight: TourSight }
  | { readonly is: 'question'; readonly question: string; readonly answer: string };

/** A code block. What is called `console` is typed and printed: each line that begins with `$ ` is a command. */
export interface TourBlock {
  readonly language: string;
  /** `second` is for a second terminal: its command goes on until the page ends. */
  readonly terminal: 'first' | 'second';
  readonly text: string;
}

/** Throws a ChapterMistake: a chapter is ours, and a test reads them all. */
export function readChapter(file: string, text: string): Chapter {
  const [, number = '', name = ''] = /^(\d\d)-([a-z-]+)\.md$/.exec(file) ?? [];
  const [, titled, title = '', body = ''] = /^# (\d+)\. (.+)\n([^]*)$/.exec(text) ?? [];
  if (number === '' || titled !== String(Number(number)))
    throw new ChapterMistake(`${file}: its first line should be "# ${Number(number)}. …": a file 02-labels.md begins with "# 2. …"`);
  const pages = body.split(/^## /m).map((page, index) => {
    const [heading = ''] = index === 0 ? [''] : page.split('\n', 1);
    return { title: heading, parts: partsOf(file, page.slice(heading.length)) };
  });
  return { number: Number(number), name, title, pages };
}

/** A chapter cannot be read: which, why, and how it should be. */
class ChapterMistake extends Error {
  override readonly name = 'ChapterMistake';
}

const PART = new RegExp(
  [
    '^```(?<language>\\w+)(?: (?<terminal>second))?\\n(?<block>[^]*?)^```$',
    '^<!-- seen: (?<sight>.+?) -->$',
    '^<details><summary>(?<question>.+)</summary>\\n\\n(?<answer>[^]+?)\\n\\n</details>$',
  ].join('|'),
  'gm',
);

function partsOf(file: string, page: string): readonly ChapterPart[] {
  const parts: ChapterPart[] = [];
  let end = 0;
  const addText = (text: string) => parts.push(...paragraphs(text).map((paragraph) => ({ is: 'text' as const, text: paragraph })));
  for (const found of page.matchAll(PART)) {
    addText(page.slice(end, found.index));
    end = found.index + found[0].length;
    parts.push(partOf(file, found.groups ?? {}));
  }
  addText(page.slice(end));
  return parts;
}

function partOf(
  file: string,
  { language, terminal, block, sight, question, answer }: Readonly<Record<string, string | undefined>>,
): ChapterPart {
  if (question !== undefined) return { is: 'question', question, answer: answer ?? '' };
  if (sight === undefined)
    return { is: 'block', block: { language: language ?? '', terminal: terminal === undefined ? 'first' : 'second', text: block ?? '' } };
  const read = readSight(sight);
  if (typeof read === 'string') throw new ChapterMistake(`${file}: seen: ${sight}: ${read}`);
  return { is: 'sight', sight: read };
}

const paragraphs = (text: string): readonly string[] => text.split(/\n{2,}/).flatMap((paragraph) => paragraph.trim() || []);
