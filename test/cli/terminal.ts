import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { describe } from '@jest/globals';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

// util-linux' script takes a command with -c; that of the BSDs does not.
const canScript = spawnSync('script', ['-q', '-e', '-c', 'true', '/dev/null'], { stdio: 'ignore' }).status === 0;
export const describeOnTerminal: (name: string, suite: () => void) => void = canScript
  ? describe
  : (name, suite) => describe.skip(`${name} (this machine's \`script\` makes no terminal)`, suite);

export interface Terminal {
  type(text: string): void;
  /** As a window that is drawn larger or smaller. */
  resize(size: Size): void;
  /** Resolves once all that was written matches. Rejects when the program ends without it, and after a minute. */
  shows(pattern: RegExp): Promise<string>;
  readonly ended: Promise<number | null>;
  /** Ends it, should it still run. */
  end(): Promise<unknown>;
  readonly text: string;
}

/** Runs a command line on a terminal of its own, of this size: `script` of util-linux makes one. */
export function onTerminal(command: string, { columns, rows }: Size, env: Readonly<Record<string, string>>): Terminal {
  const child = spawn('script', ['-q', '-e', '-f', '-c', `tty; stty cols ${columns} rows ${rows}; exec ${command}`, '/dev/null'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, TERM: 'xterm-256color', ...env },
  });
  let text = '';
  const looks = new Set<() => void>();
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    for (const look of looks) look();
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const ended = once(child, 'close').then(([code]) => {
    process.removeListener('exit', kill);
    return code as number | null;
  });
  return {
    type: (typed) => void child.stdin.write(typed),
    resize: (size) =>
      void spawnSync('stty', ['-F', /^\/dev\/\S+/.exec(text)?.[0] ?? '', 'cols', String(size.columns), 'rows', String(size.rows)]),
    ended,
    end: () => {
      kill();
      return ended;
    },
    get text() {
      return text;
    },
    shows: (pattern) =>
      new Promise<string>((resolve, reject) => {
        const fail = (how: string) =>
          reject(new Error(`${how} and did not show ${String(pattern)}:\n${JSON.stringify(text.slice(-4_000))}`));
        const late = setTimeout(() => fail('it has had a minute'), 60_000);
        const look = () => {
          if (!pattern.test(text)) return;
          looks.delete(look);
          clearTimeout(late);
          resolve(text);
        };
        looks.add(look);
        look();
        void ended.then((code) => {
          clearTimeout(late);
          fail(`it ended with ${code}`);
        });
      }),
  };
}
