import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { sources } from './imports.ts';

/** The formatter's, which leaves texts and comments alone. */
const WIDTH = 140;
/** What may stand beside a text that is one line long: such a text is searched for as a whole. */
const BESIDE_A_TEXT = 60;
const TEXT = /'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`(?:\\.|[^`\\])*`|\/\^.*\$\//g;

/** Where lines are still to be broken. */
const LEFT = /^(controllers\/config-reload|kube\/follow|local\/api-server\/http|worker)\//;

const isTooLong = (line: string): boolean =>
  line.length > WIDTH && line.length - Math.max(0, ...[...line.matchAll(TEXT)].map(([text]) => text.length)) > BESIDE_A_TEXT;

it('no line is wider than the formatter makes it, unless a text alone is', () => {
  const wide = sources()
    .filter((file) => file.endsWith('.ts') && !LEFT.test(file))
    .flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .flatMap((line, index) => (isTooLong(line) ? [`${file}:${index + 1}`] : [])),
    );
  expect(wide).toEqual([]);
});
