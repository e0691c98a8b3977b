import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { userEnvironment } from '../synth/checkout.ts';
import { built } from './built.ts';
import { installPackages } from './install-packages.ts';
import { ANY_RUNNER } from './kit-project.ts';

/** What does not end by itself is ended, and has no status. */
const ENDED_AFTER_MS = 120_000;
const JEST = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', resolve('node_modules/jest/bin/jest.js')];

/** How jest is told to make modules of that type of the file. */
const jestConfig = (type: 'commonjs' | 'es6'): string =>
  JSON.stringify({
    testMatch: ['<rootDir>/test/*.test.ts'],
    extensionsToTreatAsEsm: type === 'es6' ? ['.ts'] : [],
    transform: {
      '\\.ts$': [resolve('node_modules/@swc/jest'), { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type } }],
    },
    testTimeout: 60_000,
  });

/** By its name, what Node is given to run the file. */
const RUNNERS: Readonly<Record<string, readonly string[]>> = {
  'node:test': ['--test'],
  'jest, as an ES module': [...JEST, '--config=jest.es6.json'],
  'jest, as CommonJS': [...JEST, '--config=jest.commonjs.json'],
  vitest: [resolve('node_modules/vitest/vitest.mjs'), 'run', '--globals', '--testTimeout=60000'],
};

let project: string;
beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), 'civ8s-runners-'));
  installPackages(project, (await built()).tarball, { peers: [], tools: {}, others: {} });
  mkdirSync(join(project, 'test'));
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'project', type: 'module' }));
  writeFileSync(join(project, 'test/kit.test.ts'), ANY_RUNNER);
  for (const type of ['commonjs', 'es6'] as const) writeFileSync(join(project, `jest.${type}.json`), jestConfig(type));
}, 240_000);
afterAll(() => rmSync(project, { recursive: true, force: true }));

describe('one test file of a project that has the kit alone', () => {
  it.each(Object.keys(RUNNERS))(
    'passes, and its process ends: %s',
    (runner) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, RUNNERS[runner] ?? [], {
        cwd: project,
        env: userEnvironment(),
        timeout: ENDED_AFTER_MS,
        encoding: 'utf8',
      });
      expect({ status, said: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, said: '' });
    },
    150_000,
  );
});
