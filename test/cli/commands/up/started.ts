import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface Started {
  readonly child: ChildProcess;
  /** Resolves with the first line that matches, also one that has been written already. Rejects when the process ends without it. */
  line(pattern: RegExp): Promise<string>;
  readonly stdout: string;
  readonly stderr: string;
  /** Resolves with the exit code, or the name of the signal that ended it. */
  readonly ended: Promise<number | string>;
}

const QUICK = join('test', 'cli', 'commands', 'up', 'quick-realm.ts');

/** `civ up`, as a user starts it; killed when the test process ends. */
export function startUp(...args: readonly string[]): Started {
  const child = spawn(
    process.execPath,
    [join('package', 'civ.cjs'), 'up', ...(args.includes('--realm') || args.includes('--dist') ? [] : ['--realm', QUICK]), ...args],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1' } },
  );
  let [stdout, stderr] = ['', ''];
  const watchers = new Set<() => void>();
  const heard = () => {
    for (const watcher of watchers) watcher();
  };
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    heard();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const ended = once(child, 'close').then(([code, signal]) => {
    process.removeListener('exit', kill);
    return (code ?? signal) as number | string;
  });
  return {
    child,
    ended,
    get stdout() {
      return stdout;
    },
    get stderr() {
      return stderr;
    },
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = stdout
            .split('\n')
            .slice(0, -1)
            .find((line) => pattern.test(line));
          if (found === undefined) return;
          watchers.delete(look);
          resolve(found);
        };
        watchers.add(look);
        look();
        void ended.then((code) => reject(new Error(`civ up ended with ${code} before ${String(pattern)}:\n${stdout}${stderr}`)));
      }),
  };
}
