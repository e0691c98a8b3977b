import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'civ8s-prepare-'));
const REPORT = join(folder, 'report.cjs');

/** Whether this process, with this compile cache, had to load what strips types. */
function strips(...args: readonly string[]): boolean {
  const { stdout } = spawnSync(process.execPath, ['package/civ.cjs', ...args], {
    env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: folder, NODE_OPTIONS: `--require=${REPORT}` },
    encoding: 'utf8',
  });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as boolean;
}

beforeAll(() =>
  writeFileSync(
    REPORT,
    "process.once('exit', () => process.stdout.write('\\n' + process.moduleLoadList.some((name) => name.includes('/amaro/')) + '\\n'));\n",
  ),
);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('civ prepare', () => {
  it('strips what pods run, once', () => {
    expect(strips('serve')).toBe(true);
    expect(strips('prepare')).toBe(true);
  });

  it.each([[['serve']], [['controller', 'pod-timestamp', '--help']], [['controller', 'config-reload', '--help']]])(
    'leaves nothing to strip to %j',
    (args) => expect(strips(...args)).toBe(false),
  );
});
