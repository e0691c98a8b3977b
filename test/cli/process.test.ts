import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHostileServer } from './hostile-server.ts';
import { addKingdom, startSmallCluster, type SmallCluster } from './small-cluster.ts';

/** A line of a shell, in which `civ` is ours. */
const shell = (line: string, env: Readonly<Record<string, string>> = {}) =>
  new Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>((resolve) => {
    const child = execFile(
      'bash',
      ['-c', `civ() { "${process.execPath}" package/civ.cjs "$@"; }; set -o pipefail; ${line}`],
      { env: { ...process.env, ...env }, timeout: 20_000 },
      (_, stdout, stderr) => resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });

describe('the process of civ', () => {
  let cluster: SmallCluster;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'civ8s-process-'));
    cluster = await startSmallCluster();
    await Promise.all(Array.from({ length: 50 }, (_, number) => addKingdom(cluster, `kingdom-of-${'x'.repeat(50)}${number}`)));
  });
  afterAll(async () => {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(['kingdoms -A', 'plan 2>/dev/null', 'render -o - 2>/dev/null', 'help'])(
    'ends well where nobody reads on: civ %s | head -1',
    async (command) =>
      expect(await shell(`civ ${command} | head -1`, cluster.env)).toMatchObject({
        code: 0,
        stderr: '',
        stdout: expect.stringMatching(/^.+\n$/),
      }),
  );

  it('keeps its exit code where nobody reads on', async () =>
    expect(await shell('civ audit --realm none | true', cluster.env)).toMatchObject({
      code: 1,
      stderr: 'civ audit: there is no shop of a realm "none" in this cluster\n',
    }));

  (existsSync('/dev/full') ? it : it.skip)('says that its output cannot be written', async () =>
    expect(await shell('civ version > /dev/full')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'civ: cannot write its output: ENOSPC: no space left on device, write: check where it goes\n',
    }),
  );

  it('ends at a signal, whoever does not read what it writes', async () => {
    const hostile = await startHostileServer();
    const pods = Array.from({ length: 20_000 }, (_, number) => ({
      metadata: { name: `pod-${number}`, namespace: 'k', uid: String(number), annotations: { 'goods.civ8s.dev/wood': '1' } },
    }));
    hostile.answer = ({ isWatch, query }) =>
      isWatch ? { status: 400, body: {} } : { items: query.get('limit') === '1' ? pods.slice(0, 1) : pods, metadata: {} };
    const child = spawn(process.execPath, ['package/civ.cjs', 'watch', 'k'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...hostile.env },
    });
    try {
      await once(child.stdout, 'readable'); // and nothing is read
      child.kill('SIGINT');
      expect(await once(child, 'exit')).toEqual([0, null]);
    } finally {
      child.kill('SIGKILL');
      await hostile.stop();
    }
  });

  it('says of a defect that it is one, and lets nothing through that a terminal would obey', async () => {
    const realm = "export const realm = { name: 'x', get kingdoms() { throw new Error('\\u001b]52;c;eA==\\u0007'); } };";
    writeFileSync(join(folder, 'defect.mjs'), realm);
    const { code, stderr } = await shell(`civ plan --realm ${join(folder, 'defect.mjs')}`);
    expect({ code, head: stderr.slice(0, 120) }).toEqual({
      code: 1,
      head: expect.stringMatching(/^civ plan: this is a defect of civ: .*\nError: \\u001b]52;c;eA==\\u0007\n/),
    });
  });

  it('says that it ended before it was done', async () => {
    writeFileSync(join(folder, 'waits.mjs'), 'await new Promise(() => {});');
    expect(await shell(`civ plan --realm ${join(folder, 'waits.mjs')}`)).toEqual({
      code: 1,
      stdout: '',
      stderr: 'civ plan: ended before it was done: what it was waiting for can no longer happen\n',
    });
  });

  it.each([
    ['kingdms', 'did you mean kingdoms?'],
    ['constructor', 'civ help lists them all'],
    ['xyzzy', 'civ help lists them all'],
  ])('answers an unknown command with the likely one: %s', async (name, hint) =>
    expect(await shell(`civ ${name}`)).toEqual({ code: 1, stdout: '', stderr: `civ: unknown command "${name}": ${hint}\n` }),
  );

  it('answers --help and --version as its commands do', async () => {
    expect(await shell('civ --help')).toEqual(await shell('civ help'));
    expect(await shell('civ --version')).toEqual(await shell('civ version'));
  });
});
