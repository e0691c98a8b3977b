import { afterEach, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describeOnTerminal, onTerminal, type Terminal } from '../../terminal.ts';

const UP = `${process.execPath} package/civ.cjs up --realm test/cli/commands/up/quick-realm.ts`;

const isAlive = (pid: number): boolean => existsSync(`/proc/${pid}/stat`) && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));

describeOnTerminal('civ up on a terminal', () => {
  let terminal: Terminal | undefined;
  afterEach(() => terminal?.end());

  it('shows the realm come alive, fits the terminal, and leaves nothing behind at Ctrl-C', async () => {
    // How much of the realm fits depends on how many lines the path of the kubeconfig takes.
    terminal = onTerminal(UP, { columns: 80, rows: 24 }, { TMPDIR: '/tmp' });
    await terminal.shows(/\u001B\[1mkingdom-of-quick\u001B/);
    await terminal.shows(/\u001B\[32mready\u001B\[39m/);
    terminal.resize({ columns: 30, rows: 8 });
    const text = await terminal.shows(/\u001B\[2J\u001B\[Hexport KUBECONFIG=\S+\r\n[^]*kingdom-of-quick/);
    const kubeconfig = /export KUBECONFIG=(\S+)/.exec(text)?.[1] ?? '';
    expect(existsSync(kubeconfig)).toBe(true);
    const pid = Number(/civ8s-up-(\d+)-/.exec(kubeconfig)?.[1]);
    const workers = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
    expect(workers.length).toBeGreaterThan(0);
    terminal.type('\u0003');
    expect(await terminal.ended).toBe(0);
    expect(existsSync(dirname(kubeconfig))).toBe(false);
    expect([pid, ...workers].filter(isAlive)).toEqual([]);
    expect(terminal.text).not.toContain('\u001B[?'); // no mode was set that would have to be unset
    expect(terminal.text).toMatch(/\r\u001B\[2K$/);
  });
});
