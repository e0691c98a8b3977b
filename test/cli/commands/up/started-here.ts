import { afterEach } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startUp, type Started } from './started.ts';

export interface StartedHere {
  up(...args: readonly string[]): Started;
  /** A file of that text, in which `@/` is this checkout. */
  realmFile(text: string): string;
}

/** `civ up` for the tests of a suite: each ends with its test, and so does the file of its realm. */
export function startedHere(): StartedHere {
  const running: Started[] = [];
  const folders: string[] = [];
  afterEach(async () => {
    for (const { child } of running) child.kill('SIGKILL');
    await Promise.all(running.splice(0).map(({ ended }) => ended));
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });
  return {
    up(...args) {
      const started = startUp(...args);
      running.push(started);
      return started;
    },
    realmFile(text) {
      const folder = mkdtempSync(join(tmpdir(), 'civ8s-test-'));
      folders.push(folder);
      const file = join(folder, 'realm.ts');
      writeFileSync(file, text.replaceAll('@/', `${resolve('.')}/`));
      return file;
    },
  };
}
