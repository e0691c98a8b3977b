import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { sources } from '../house/imports.ts';

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly exports: Readonly<Record<string, unknown>>;
  readonly typesVersions: { readonly '*': Readonly<Record<string, readonly string[]>> };
};
const doors = readdirSync('package').filter((file) => file.endsWith('.ts')).map((file) => file.slice(0, -'.ts'.length));

describe('the doors of the package', () => {
  it('are the files of package/, by both ways in which TypeScript looks for them', () => {
    const { './package.json': own, ...exported } = manifest.exports;
    expect(own).toBe('./package.json');
    expect(exported).toEqual(Object.fromEntries(doors.map((door) => [`./${door}`, { types: `./build/package/${door}.d.ts`, default: `./build/package/${door}.js` }])));
    expect(manifest.typesVersions['*']).toEqual(Object.fromEntries(doors.map((door) => [door, [`./build/package/${door}.d.ts`]])));
  });

  it('are all that re-exports', () =>
    expect(sources().filter((file) => file.endsWith('.ts') && !/^(package|test)\//.test(file) && /^export (type )?(\{[^}]*\}|\*) from/m.test(readFileSync(file, 'utf8')))).toEqual([]));

  // Values only: a name that is taken away breaks projects that we never see.
  it.each(doors)('open to the names that others build on: %s', async (door) => {
    const names = Object.keys((await import(`../../package/${door}.ts`)) as object).sort();
    expect(names).toMatchSnapshot();
  });
});
