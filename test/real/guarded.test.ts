import { expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../until.ts';
import { endGuarded, startGuarded } from './guarded.ts';

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'civ8s-guarded-'));
/** Longer than any test takes. */
const HOUR = '3600';

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
const pidIn = (file: string): Promise<number> => until('its process id', () => existsSync(file) && Number(readFileSync(file, 'utf8')));

it('a guarded program is ended, and its folder goes', async () => {
  const [folder, elsewhere] = [newFolder(), newFolder()];
  const pidFile = join(elsewhere, 'pid');
  const child = startGuarded('sleep', [HOUR], { log: join(elsewhere, 'log'), removes: folder, pidFile });
  const pid = await pidIn(pidFile);
  expect(isAlive(pid)).toBe(true);
  await endGuarded(child);
  await endGuarded(child);
  expect([isAlive(pid), existsSync(folder)]).toEqual([false, false]);
  rmSync(elsewhere, { recursive: true });
});

it('a guarded program ends with the process that has started it, though that is killed', async () => {
  const [folder, elsewhere] = [newFolder(), newFolder()];
  const pidFile = join(elsewhere, 'pid');
  const options = JSON.stringify({ log: join(elsewhere, 'log'), removes: folder, pidFile });
  const script = `
    const { startGuarded } = await import('./test/real/guarded.ts');
    startGuarded('sleep', ['${HOUR}'], ${options});
    setInterval(() => undefined, 1_000);`;
  const starter = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'inherit' });
  const pid = await pidIn(pidFile);
  starter.kill('SIGKILL');
  await once(starter, 'exit');
  await until('the program to go', () => !isAlive(pid));
  await until('its folder to go', () => !existsSync(folder));
  rmSync(elsewhere, { recursive: true });
});
