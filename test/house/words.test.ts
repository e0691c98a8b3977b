import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { sources } from './imports.ts';

/** The same idea at two levels, which a user of the package meets under one name: the value, and the construct that renders it. */
const TWO_LEVELS = new Set(['Controller', 'Kingdom', 'Shop']);

/** Words that stop a native reader, and what to write instead. */
const STUMBLES: readonly (readonly [RegExp, string])[] = [
  [/\bis no (JSON|YAML|list|object|number|name|address|duration|directions|books|protobuf)\b/, 'is not valid …, is not a …'],
  [/\bare no (books|directions|objects)\b/, 'are not …'],
  [/\bwhat is none\b/, 'say what it is instead'],
  [/\banew\b/, 'again; recreate'],
  [/\ba (file|folder|chart|line|object|row|figure) (a|an) \w/, 'one … per …'],
];

const COMMENT = /^\s*(\/?\*|\/\/)|\/\/ /;

const documents = (): readonly string[] =>
  execFileSync('git', ['ls-files', '*.md'], { encoding: 'utf8' })
    .split('\n')
    .filter((file) => file !== '' && file !== 'CHANGELOG.md' && file !== 'docs/words.md');

const WORD = /^\| (?!word )([^|]+?) \|/;
/** The words of the glossary's first table. */
const words = (): readonly string[] =>
  (readFileSync('docs/words.md', 'utf8').split('\n## ')[0] ?? '')
    .split('\n')
    .flatMap((line) => WORD.exec(line)?.[1]?.match(/^[a-z].*/) ?? []);

const TYPE = /^export (?:declare )?(?:abstract )?(?:interface|type|class) (\w+)/gm;
function exportedTypes(): ReadonlyMap<string, readonly string[]> {
  const places = new Map<string, string[]>();
  for (const file of sources().filter((path) => !path.startsWith('package/')))
    for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(TYPE)) places.set(name, [...(places.get(name) ?? []), file]);
  return places;
}

describe('a word', () => {
  it('names one exported type', () =>
    expect(
      [...exportedTypes()]
        .filter(([name, files]) => files.length > 1 && !TWO_LEVELS.has(name))
        .map(([name, files]) => `${name}: ${files.join(', ')}`),
    ).toEqual([]));

  it('stands in the glossary in the order of the alphabet, once', () => {
    expect(words().length).toBeGreaterThan(25);
    expect(words()).toEqual([...new Set(words())].sort());
  });

  it('of the glossary stands in a file that is there', () => {
    const places = readFileSync('docs/words.md', 'utf8')
      .split('\n')
      .filter((line) => WORD.test(line))
      .flatMap((line) => [...(line.split(' | ').at(-1) ?? '').matchAll(/`([^`]+)`/g)].map(([, path = '']) => path));
    expect(places.length).toBeGreaterThan(25);
    expect(places.filter((path) => path.includes('/') && !existsSync(path))).toEqual([]);
  });

  it.each(STUMBLES)('%s does not stand in messages and documents: %s', (phrase) =>
    expect(
      [...sources().filter((file) => !file.startsWith('test/')), ...documents()].flatMap((file) =>
        readFileSync(file, 'utf8')
          .split('\n')
          .flatMap((line, index) => (!COMMENT.test(line) && phrase.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [])),
      ),
    ).toEqual([]),
  );
});
