import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { PassThrough, type Readable } from 'node:stream';
import { constants } from 'node:os';
import { isExecutable } from './is-executable.ts';
import type { RemoteProcess, TerminalSize } from '../../api-server/contracts/node-hooks.ts';

interface RemoteOrder {
  readonly line: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly terminal: boolean;
}

/**
 * Starts a command that somebody far away speaks with. It and all that it starts end when that is over. Its parent is not this process,
 * but `script` or a shell: `kill $PPID` in it ends no more than itself.
 */
export function startRemote(order: RemoteOrder): RemoteProcess {
  const [program = '', ...args] = started(order);
  const env = order.terminal ? { TERM: 'xterm', ...order.env, SHELL: '/bin/sh' } : order.env;
  // The fourth stream is where a terminal tells its name.
  const child = spawn(program, args, { cwd: order.folder, env, stdio: ['pipe', 'pipe', 'pipe', 'pipe'], detached: true });
  child.stdin.on('error', () => undefined); // it has closed its input: that is its business
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', (error) => reject(startProblem(error, order)));
    child.once('close', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGKILL']));
  });
  ended.catch(() => undefined); // told to whoever waits for it
  return {
    stdin: child.stdin,
    stdout: kept(child.stdout),
    ...(order.terminal ? {} : { stderr: kept(child.stderr) }),
    resize: order.terminal ? resizer(child) : () => undefined,
    ended,
    leave: () => endAll(child),
  };
}

/** Node throws away what nobody has begun to read by the time that the process ends. */
const kept = (stream: Readable): Readable => stream.pipe(new PassThrough());

const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

/** What cannot be run is started by itself, so that it is told as Node tells it. */
function started({ line, env, folder, terminal }: RemoteOrder): readonly string[] {
  if (!isExecutable(line[0] ?? '', env['PATH'], folder)) return line;
  return terminal ? onTerminal(line) : underShell(line);
}

/** `script` of util-linux runs a command on a terminal of its own: Node has none to give. */
const onTerminal = (line: readonly string[]): readonly string[] => [
  'script',
  '-qefc',
  `tty >&3; exec 3>&-; exec ${line.map(quoted).join(' ')}`,
  '/dev/null',
];

/** The shell stays for as long as the command runs, and ends as it does. */
const underShell = (line: readonly string[]): readonly string[] => ['/bin/sh', '-c', '"$@"; exit $?', 'sh', ...line];

/** The size is set from outside, once the terminal has told its name. */
function resizer(child: ChildProcess): (size: TerminalSize) => void {
  let name: string | undefined;
  let latest: TerminalSize | undefined;
  const apply = () => {
    if (name === undefined || latest === undefined) return;
    execFile('stty', ['-F', name, 'rows', String(latest.rows), 'cols', String(latest.columns)], () => undefined); // or it has ended
  };
  (child.stdio[3] as Readable | null)?.once('data', (chunk: Buffer) => {
    name = chunk.toString('utf8').trim();
    apply();
  });
  return (size) => {
    latest = size;
    apply();
  };
}

function endAll(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL'); // it leads a group of its own
  } catch {
    child.kill('SIGKILL'); // nothing is left of the group
  }
}

function startProblem({ code, path, message }: NodeJS.ErrnoException, { line: [name = ''], terminal }: RemoteOrder): Error {
  if (terminal && code === 'ENOENT' && path === 'script')
    return new Error('a terminal needs `script` of util-linux, which is not on this machine: install it, or leave -t out');
  const absent = name.includes('/') ? `stat ${name}: no such file or directory` : 'executable file not found in $PATH';
  const why = code === 'ENOENT' ? absent : code === 'EACCES' ? 'permission denied' : message;
  return new Error(`error executing command in container: exec: ${JSON.stringify(name)}: ${why}`);
}
