import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

describe('imports of sources', () => {
  let folder: string;
  beforeAll(() => {
    mkdirSync('coverage', { recursive: true });
    folder = mkdtempSync(join('coverage', 'own-imports-')); // where git looks away, and yet in the checkout
    writeFileSync(join(folder, 'number.ts'), 'export const number: number = 7;');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const run = (source: string) => {
    writeFileSync(join(folder, 'main.ts'), source);
    return spawnSync(process.execPath, ['--require', './scripts/own-imports.cjs', join(folder, 'main.ts')], { encoding: 'utf8' });
  };

  it('are found where they say', () =>
    expect(run("import { number } from './number.ts'; process.stdout.write(String(number));").stdout).toBe('7'));
  it('are left to Node where nothing is there, which says who asked', () =>
    expect(run("import './nowhere.ts';").stderr).toMatch(/Cannot find module '.*nowhere\.ts' imported from .*main\.ts/));
});
