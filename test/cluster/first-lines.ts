import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** So many lines of a program that does not end by itself; with the loop it ends too. */
export async function* firstLines(count: number, ...args: readonly string[]): AsyncGenerator<string> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(child, 'exit');
  let lines = 0;
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      yield line;
      if (++lines === count) return;
    }
  } finally {
    child.kill();
    await gone;
  }
}
