import { spawn } from 'node:child_process';
import type { Program } from './node/pods/program.ts';

interface Preparing extends Program {
  readonly environment: Readonly<Record<string, string>>;
}

/** Lets the program get ready what every pod loads, once and not in each of them. Where it cannot, the pods only start more slowly. */
export const prepare = ({ program, programArgs, environment }: Preparing): Promise<void> =>
  new Promise((resolve) => {
    spawn(program, [...programArgs, 'prepare'], { stdio: 'ignore', env: environment })
      .once('error', () => resolve())
      .once('close', () => resolve());
  });
