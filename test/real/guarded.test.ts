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

/** Throws what is known of what runs under a process id, if anything does. */
const nothingRunsAs = (pid: number): true => {
  try {
    process.kill(pid, 0);
  } catch {
    return true;
  }
  const status = `/proc/${pid}/status`;
  throw new Error(`process ${pid} runs${existsSync(status) ? `: ${readFileSync(status, 'utf8')}` : ''}`);
};
const pidIn = (file: string): Promise<number> => until('its process id', () => existsSync(file) && Number(readFileSync(file, 'utf8')));

it('a guarded program is ended, and its folder goes', async () => {
  const [folder, elsewhere] = [newFolder(), newFolder()];
  const pidFile = join(elsewhere, 'pid');
  const child = startGuarded('sleep', [HOUR], { log: join(elsewhere, 'log'), removes: folder, pidFile });
  const pid = await pidIn(pidFile);
  expect(() => nothingRunsAs(pid)).toThrow(`process ${pid} runs`);
  await endGuarded(child);
  await endGuarded(child);
  await until('the program to go', () => nothingRunsAs(pid));
  expect(existsSync(folder)).toBe(false);
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
  await until('the program to go', () => nothingRunsAs(pid));
  await until('its folder to go', () => !existsSync(folder));
  rmSync(elsewhere, { recursive: true });
});
