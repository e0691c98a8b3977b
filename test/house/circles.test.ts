import { describe, expect, it } from '@jest/globals';
import { dirname } from 'node:path';
import { arrowsOf, circlesIn } from './circles.ts';
import { importsOf, sources } from './imports.ts';

/**
 * Circles between folders that stay, and why. A folder and one within it are not a circle: what stands in a room itself is
 * its door or its ground, and the folders within know the ground.
 */
const EXPLAINED: ReadonlyMap<string, string> = new Map([
  [
    'local/api-server/admission local/api-server/verbs',
    'a verb asks the rules, and the rules are about what a verb was asked for: only its type goes back',
  ],
  ['worker/production worker/trade', 'production buys, and a sale obeys the rules of production (pure, and the same in test/simulation)'],
]);

const imports = sources()
  .flatMap(importsOf)
  .filter(({ to }) => to.endsWith('.ts'));
const holds = (outer: string, inner: string): boolean => `${inner}/`.startsWith(`${outer}/`);

describe('circles', () => {
  it('are found wherever they are', () =>
    expect(
      circlesIn(
        arrowsOf([
          ['a', 'b'],
          ['b', 'c'],
          ['c', 'a'],
          ['c', 'd'],
          ['e', 'e'],
          ['d', 'f'],
        ]),
      ),
    ).toEqual([['a', 'b', 'c'], ['e']]));

  // oxlint's import/no-cycle sees types as well, but not what is imported when a function runs.
  it('of files do not exist, not by types and not by what is loaded later', () =>
    expect(circlesIn(arrowsOf(imports.map(({ from, to }) => [from, to])))).toEqual([]));

  it('of folders are those that are explained', () => {
    const between = imports
      .map(({ from, to }): [string, string] => [dirname(from), dirname(to)])
      .filter(([from, to]) => !/^(test|bench|scripts)(\/|$)/.test(from) && !holds(from, to) && !holds(to, from));
    expect(circlesIn(arrowsOf(between)).map((circle) => circle.join(' '))).toEqual([...EXPLAINED.keys()]);
  });
});
