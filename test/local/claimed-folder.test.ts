import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimFolder, removeLeftovers } from '../../local/claimed-folder.ts';

const MODULE = new URL('../../local/claimed-folder.ts', import.meta.url).href;
const CLAIM = `const { claimFolder } = await import(${JSON.stringify(MODULE)});
console.log(claimFolder(process.argv[1]).path);
process.stdin.resume();`;
const NAMESPACE = ['unshare', '--pid', '--fork', '--map-root-user'];
const hasNamespaces = spawnSync(NAMESPACE[0] ?? '', [...NAMESPACE.slice(1), 'true']).status === 0;

describe('the folder of a running cluster', () => {
  let parent = '';
  const processes: ChildProcess[] = [];
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'civ8s-test-'));
  });
  afterEach(async () => {
    for (const each of processes.splice(0)) await end(each);
    rmSync(parent, { recursive: true, force: true });
  });
  /** Another process claims a folder; it ends when its input does. */
  const claimedElsewhere = async (...before: readonly string[]): Promise<{ readonly path: string; readonly owner: ChildProcess }> => {
    const [program, ...args] = [...before, process.execPath, '--disable-warning=ExperimentalWarning', '--input-type=module'];
    const owner = spawn(program, [...args, '-e', CLAIM, parent], { stdio: ['pipe', 'pipe', 'inherit'] });
    processes.push(owner);
    const [said] = (await once(owner.stdout, 'data')) as [Buffer];
    return { path: said.toString().trim(), owner };
  };
  async function end(owner: ChildProcess): Promise<void> {
    if (owner.exitCode !== null || owner.signalCode !== null) return;
    const over = once(owner, 'exit');
    owner.stdin?.end();
    await over;
  }

  it('is removed by its owner', () => {
    const folder = claimFolder(parent);
    writeFileSync(join(folder.path, 'kubeconfig'), '');
    folder.remove();
    expect(readdirSync(parent)).toEqual([]);
  });

  it('is removed when its owner was killed', async () => {
    const { path, owner } = await claimedElsewhere();
    const over = once(owner, 'exit');
    owner.kill('SIGKILL');
    await over;
    removeLeftovers(parent);
    expect(existsSync(path)).toBe(false);
  });

  it.each([
    ['another process', []],
    // Where this machine allows no namespaces, the process is one like any other, and the row above says the same.
    ['a process that nobody here can see', hasNamespaces ? NAMESPACE : []],
  ])('stays as long as its owner lives: %s', async (_, before) => {
    const { path, owner } = await claimedElsewhere(...before);
    removeLeftovers(parent);
    expect(existsSync(path)).toBe(true);
    await end(owner);
    removeLeftovers(parent);
    expect(existsSync(path)).toBe(false);
  });

  it("stays where it is another user's", async () => {
    const { path, owner } = await claimedElsewhere();
    await end(owner);
    removeLeftovers(parent, (process.getuid?.() ?? 0) + 1);
    expect(existsSync(path)).toBe(true);
  });

  it('stays where it has no lock, or is no folder', () => {
    mkdirSync(join(parent, 'civ8s-up-999999999-mine'));
    mkdirSync(join(parent, 'elsewhere'));
    writeFileSync(join(parent, 'elsewhere', 'lock'), '');
    symlinkSync(join(parent, 'elsewhere'), join(parent, 'civ8s-up-999999999-link'));
    writeFileSync(join(parent, 'civ8s-up-999999999-file'), '');
    removeLeftovers(parent);
    expect(readdirSync(parent).length).toBe(4);
    expect(readdirSync(join(parent, 'elsewhere'))).toEqual(['lock']);
  });

  it('is no reason to stop where it cannot be read', () => {
    mkdirSync(join(parent, 'civ8s-up-999999999-odd', 'lock'), { recursive: true });
    expect(() => removeLeftovers(parent)).not.toThrow();
  });
});
