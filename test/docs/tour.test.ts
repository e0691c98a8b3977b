import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import type { Chapter } from '../../cli/tour/chapter.ts';
import { readChapters } from '../../cli/tour/chapters.ts';
import { EVERYDAY, TOUR_TERMS } from './tour-terms.ts';

const FOLDER = 'docs/tour';
const WIDTH = 78;
const MOST_WORDS = 1_200;

const chapters = readChapters();
const fileOf = ({ number, name }: Chapter): string => `${FOLDER}/${String(number).padStart(2, '0')}-${name}.md`;
const textOf = (chapter: Chapter): string => readFileSync(fileOf(chapter), 'utf8');
/** What is read as sentences: no code, no marks of ours, no targets of links; questions and the last list come after the reading. */
const sentencesOf = (chapter: Chapter): string =>
  (textOf(chapter).split('\n## In your own words')[0] ?? '')
    .replaceAll(/^```[^]*?^```$|<!--[^]*?-->|`[^`]*`|\]\([^)]*\)/gm, ' ')
    .replaceAll(/\s+/g, ' ');
const mention = (term: string): RegExp => new RegExp(`(?<![\\w-])${term}(s|es)?(?![\\w-])`, /^[a-z]/.test(term) ? 'i' : '');

describe('the chapters of the tour', () => {
  it('are numbered one after another', () => expect(chapters.map(({ number }) => number)).toEqual(chapters.map((_, index) => index + 1)));

  it('are listed on the page that leads to them', () =>
    expect(readFileSync(`${FOLDER}/README.md`, 'utf8').match(/^\d+\. .*$/gm)).toEqual(
      chapters.map((chapter) => `${chapter.number}. [${chapter.title}](${posix.basename(fileOf(chapter))})`),
    ));

  it.each(chapters.map((chapter) => [chapter.name, chapter] as const))('%s has the parts of a chapter', (_, chapter) => {
    expect(chapter.pages.map(({ title }) => title)).toEqual(['', 'See it', 'Break it', 'Mend it', 'In your own words', 'Further']);
    const [introduction, ...pages] = chapter.pages;
    expect(introduction?.parts.slice(0, 2)).toMatchObject([
      { text: expect.stringMatching(/^In the realm: [^]*\.$/) },
      { text: expect.stringMatching(/^In Kubernetes: [^]*\.$/) },
    ]);
    expect(pages.find(({ title }) => title === 'In your own words')?.parts.map(({ is }) => is)).toEqual([
      'question',
      'question',
      'question',
    ]);
    for (const { title, parts } of pages.filter(({ title: each }) => each === 'Break it' || each === 'Mend it'))
      expect({ title, sights: parts.filter(({ is }) => is === 'sight').length }).not.toEqual({ title, sights: 0 });
  });

  it.each(chapters.map((chapter) => [chapter.name, chapter] as const))('%s can be read on a narrow screen, and in one go', (_, chapter) => {
    const wide = chapter.pages
      .flatMap(({ parts }) => parts.flatMap((part) => (part.is === 'block' ? part.block.text.split('\n') : [])))
      .filter((line) => line.length > WIDTH);
    expect(wide).toEqual([]);
    expect(textOf(chapter).split(/\s+/).length).toBeLessThanOrEqual(MOST_WORDS);
  });

  it.each(chapters.map((chapter) => [chapter.name, chapter] as const))('%s links to what is there', (_, chapter) => {
    const targets = [...textOf(chapter).matchAll(/\]\(([^)]+)\)/g)].map(([, target = '']) => target);
    expect(targets.length).toBeGreaterThan(0);
    expect(targets.filter((target) => !target.startsWith('https://') && !existsSync(posix.join(FOLDER, target)))).toEqual([]);
  });
});

describe('a term of the tour', () => {
  const terms = [...TOUR_TERMS].flatMap(([name, each]) => each.map((term) => [term, name] as const));

  it('belongs to a chapter, and every chapter explains some', () =>
    expect([...TOUR_TERMS.keys()]).toEqual(chapters.map(({ name }) => name)));

  it.each(terms)('%s is explained in %s, and not used before', (term, name) => {
    const at = chapters.findIndex((chapter) => chapter.name === name);
    const bold = new RegExp(`\\*\\*${term}(s|es)?\\*\\*`);
    for (const [index, chapter] of chapters.slice(0, at + 1).entries()) {
      const text = sentencesOf(chapter).replace(/^.*?In Kubernetes: [^.]*\./, ''); // the two sentences that say what it is about
      const [before = ''] = index < at ? [text] : text.split(bold);
      if (index === at) expect(text).toMatch(bold);
      if (!EVERYDAY.has(term))
        expect({ chapter: chapter.name, before: mention(term).exec(before)?.[0] }).toEqual({ chapter: chapter.name });
    }
  });

  it('of the realm means what docs/words.md says', () => {
    const words = readFileSync('docs/words.md', 'utf8');
    for (const term of ['realm', 'kingdom', 'town', 'shop', 'good', 'worker', 'stock', 'books', 'directions', 'minimum', 'starve'])
      expect(words).toContain(`\n| ${term} |`);
  });
});
