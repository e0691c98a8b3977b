import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Direction } from '../../model/directions.ts';

export interface WorkerProcessOptions {
  /** Where its directions and its books are. */
  readonly folder: string;
  readonly name: string;
  readonly directions: readonly Direction[];
  readonly env?: Readonly<Record<string, string>>;
  /** The most bytes that a file may have, as on a disk that fills. */
  readonly mostBytes?: number;
}

/** One worker as a process of its own. */
export interface WorkerProcess {
  readonly process: ChildProcess;
  /** Its log, a line an entry. */
  readonly log: readonly Readonly<Record<string, unknown>>[];
  readonly errors: () => string;
  /** Resolves when it serves; undefined where it ended before. */
  opened(): Promise<number | undefined>;
  /** Sends a signal, and answers the exit code, or the signal that ended it. */
  end(signal: NodeJS.Signals): Promise<number | string | null>;
}

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export function startWorker({ folder, name, directions, env = {}, mostBytes }: WorkerProcessOptions): WorkerProcess {
  const file = join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(directions));
  const command = ['node_modules/.bin/node', 'package/civ.cjs', 'serve', file];
  const limited = mostBytes === undefined ? command : ['sh', '-c', `ulimit -f ${Math.ceil(mostBytes / 512)}; exec "$@"`, 'sh', ...command];
  const [program = '', ...args] = limited;
  const child = spawn(program, args, {
    env: {
      PATH: process.env['PATH'],
      POD_NAME: name,
      POD_IP: '127.0.0.1',
      PORT: '0',
      BOOKS: join(folder, name),
      LOG_LEVEL: 'info',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const log: Record<string, unknown>[] = [];
  const opened = Promise.withResolvers<number | undefined>();
  let [rest, errors] = ['', ''];
  child.stdout.on('data', (chunk) => {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const entry = JSON.parse(line) as Record<string, unknown>;
      log.push(entry);
      if (entry['message'] === 'open') opened.resolve(Number(entry['port']));
    }
  });
  child.stderr.on('data', (chunk) => (errors += String(chunk)));
  const ended = once(child, 'close').then(() => {
    running.delete(child);
    opened.resolve(undefined);
    return child.exitCode ?? child.signalCode;
  });
  return {
    process: child,
    log,
    errors: () => errors,
    opened: () => opened.promise,
    async end(signal) {
      child.kill(signal);
      if (signal === 'SIGKILL') child.kill('SIGCONT');
      return ended;
    },
  };
}
