import { describe, expect, it } from '@jest/globals';
import { importsOf, sources, type Import } from './imports.ts';

/** The rooms of config-reload, from the top down: a file imports what is in its own room, and in those below. */
const FLOORS = ['why', 'top', 'act', 'follow', 'tell', 'decide', 'seen', 'flags'] as const;
const ROOT = 'controllers/config-reload/';

/** At the root there are the flags, which all rooms read, and what puts the rooms together. */
function roomOf(file: string): (typeof FLOORS)[number] | undefined {
  const [room = '', inRoom] = file.slice(ROOT.length).split('/');
  if (inRoom === undefined) return room.endsWith('flags.ts') ? 'flags' : 'top';
  return FLOORS.find((floor) => floor === room && floor !== 'top' && floor !== 'flags');
}

const files = sources().filter((file) => file.startsWith(ROOT));
const imports = files.flatMap(importsOf).filter(({ to }) => to.startsWith(ROOT));
const floorOf = (file: string) => FLOORS.findIndex((floor) => floor === roomOf(file));
const show = ({ from, to }: Pick<Import, 'from' | 'to'>) => `${from.slice(ROOT.length)} -> ${to.slice(ROOT.length)}`;

describe('the rooms of config-reload', () => {
  it('are all known', () => {
    expect(imports.length).toBeGreaterThan(100);
    expect(files.filter((file) => roomOf(file) === undefined)).toEqual([]);
  });

  it('import one another one way, types as well', () =>
    expect(imports.filter(({ from, to }) => floorOf(to) < floorOf(from)).map(show)).toEqual([]));
});
