import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The kubeconfig of a lab, a file once somebody has asked for it: most tests never do. */
export interface KubeconfigFile {
  path(): string;
  /** From now on there is no such file. */
  remove(): void;
}

export function createKubeconfigFile(text: string): KubeconfigFile {
  const file = join(tmpdir(), `civ8s-lab-${randomUUID()}`, 'kubeconfig');
  let state: 'not asked for' | 'there' | 'gone' = 'not asked for';
  return {
    path() {
      if (state === 'not asked for') {
        mkdirSync(dirname(file), { mode: 0o700 });
        writeFileSync(file, text, { mode: 0o600 });
        state = 'there';
      }
      return file;
    },
    remove() {
      if (state === 'there') rmSync(dirname(file), { recursive: true, force: true });
      state = 'gone';
    },
  };
}
