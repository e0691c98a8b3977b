import { posix } from 'node:path';
import type { ChapterPage, ChapterPart } from './chapter.ts';

/** What paragraphs are broken at, however wide the terminal is: longer lines are hard to read. */
const WIDEST = 80;

export interface Layout {
  readonly columns: number;
  readonly colours: boolean;
}

/** The lines of a page. Questions first, and their answers after all of them. */
export function pageLines({ title, parts }: ChapterPage, layout: Layout): readonly string[] {
  const shown = parts.flatMap((part) => {
    const lines = partLines(part, layout);
    return lines.length === 0 ? [] : ['', ...lines];
  });
  return title === '' ? shown : ['', bold(title, layout), ...shown];
}

function partLines(part: ChapterPart, layout: Layout): readonly string[] {
  switch (part.is) {
    case 'text':
      return textLines(part.text, layout);
    case 'block':
      return blockLines(part.block, layout);
    case 'question':
      return [...textLines(part.question, layout), ...textLines(part.answer, layout, '    ')];
    case 'sight':
      return [];
  }
}

function blockLines(
  { terminal, text }: { readonly terminal: 'first' | 'second'; readonly text: string },
  layout: Layout,
): readonly string[] {
  const lines = text.trimEnd().split('\n');
  const head = terminal === 'second' ? ['  (in a second terminal)'] : [];
  return [...head, ...lines.map((line) => (line.startsWith('$ ') ? `  ${bold(line, layout)}` : `  ${line}`.trimEnd()))];
}

function textLines(text: string, layout: Layout, indent = ''): readonly string[] {
  const items = text.split(/\n(?=- )/);
  return items.flatMap((item) => {
    const words = plainText(item, layout).split(/\s+/);
    return wrapped(words, Math.min(layout.columns, WIDEST) - indent.length, item.startsWith('- ') ? '  ' : '').map((line) => indent + line);
  });
}

/** Without Markdown's marks: what is **bold** is bold on a terminal, and a link says where it leads. */
const plainText = (text: string, layout: Layout): string =>
  text
    .replaceAll(/\[([^\]]+)\]\(([^)]+)\)/g, (_, shown: string, target: string) =>
      isSame(shown, target) ? shown : `${shown} (${placeOf(target)})`,
    )
    .replaceAll(/\*\*([^*]+)\*\*/g, (_, words: string) =>
      words
        .split(' ')
        .map((word) => bold(word, layout))
        .join(' '),
    );

const placeOf = (target: string): string => (target.includes('://') ? target : posix.join('docs/tour', target));
const isSame = (shown: string, target: string): boolean => placeOf(target) === shown.replaceAll('`', '');

function wrapped(words: readonly string[], width: number, hanging: string): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of words) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && shownLength(longer) > width) {
      lines.push(line);
      line = hanging + word;
    } else line = longer;
  }
  return line === '' ? lines : [...lines, line];
}

const BOLD = '\u001B[1m';
const PLAIN = '\u001B[22m';
const shownLength = (line: string): number => line.replaceAll(BOLD, '').replaceAll(PLAIN, '').length;
export const bold = (text: string, { colours }: Pick<Layout, 'colours'>): string => (colours ? `${BOLD}${text}${PLAIN}` : text);
