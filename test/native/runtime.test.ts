import { describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type * as Printing from '../../ground/text/printable.ts';
import { printable } from '../../ground/text/printable.ts';
import type * as Waiting from '../until.ts';
import { until } from '../until.ts';
import { readable } from './stack-traces.ts';
import { newSuite } from './suite-modules.ts';

const JEST = 'node_modules/jest/bin/jest.js';

interface Results {
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly title: string; readonly status: string; readonly failureMessages: readonly string[] }[];
  }[];
}

/** What jest says of the suites of test/native/doomed: by the name of the file. */
async function doomed(): Promise<Map<string, Results['testResults'][number]>> {
  const folder = mkdtempSync(join(tmpdir(), 'civ8s-doomed-'));
  const outputFile = join(folder, 'results.json');
  try {
    // With a cache of its own jest does not know them as quick, which it would run in its own process.
    const options = ['--testMatch=<rootDir>/test/native/doomed/*.ts', '--maxWorkers=2', `--cacheDirectory=${folder}`];
    const jest = spawn(process.execPath, [JEST, ...options, '--json', `--outputFile=${outputFile}`], { stdio: 'ignore' });
    await once(jest, 'exit');
    const { testResults } = JSON.parse(readFileSync(outputFile, 'utf8')) as Results;
    return new Map(testResults.map((result) => [basename(result.name, '.ts'), result]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('a suite', () => {
  it('shares what the tests import from test with its own files, and with no other suite', async () => {
    expect((await import('../until.ts')).until).toBe(until);
    const elsewhere = (await import(newSuite(new URL('../until.ts', import.meta.url)))) as typeof Waiting;
    expect(elsewhere.until).not.toBe(until);
  });

  it('shares all else with every suite of its process', async () => {
    const other = (await import(newSuite(new URL('shares.ts', import.meta.url)))) as typeof Printing;
    expect(other.printable).toBe(printable);
  });

  it('is named in stack traces as in an editor, without what has loaded it', () => {
    const [, at] = (new Error('here').stack ?? '').split('\n');
    expect(at).toMatch(/\(\/.*\/test\/native\/runtime\.test\.ts:\d+:\d+\)$/);
    expect(
      readable(
        'Error\n    at resolve (file:///here/test/native/suite-modules.ts:4:2)\n    at f (file:///a.ts?suite=cli/lists.test.ts:1:2)',
      ),
    ).toBe('Error\n    at f (/a.ts:1:2)');
  });

  it('fails where a test fails, its process dies or a file is missing, and keeps no other from passing', async () => {
    const results = await doomed();
    const states = [...results].map(([name, { assertionResults }]) => [name, assertionResults.map(({ status }) => status)] as const);
    expect(new Map(states)).toEqual(
      new Map([
        ['dies', []],
        ['fails', ['failed', 'failed']],
        ['asks-for-nothing', []],
        ['passes', ['passed']],
      ]),
    );
    expect(results.get('dies')?.message).toContain('signal=SIGKILL');
    expect(results.get('fails')?.message).toContain('nobody listens');
    expect(results.get('asks-for-nothing')?.message).toContain('no-such-file.ts');
  });
});
