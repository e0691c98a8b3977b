import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { messageOf } from '../../../ground/text/message-of.ts';

export interface ProcessEnd {
  readonly exitCode: number;
  readonly signal?: number;
}

export interface RunningProcess {
  readonly pid: number | undefined;
  readonly ended: Promise<ProcessEnd>;
  readonly signal: (name: 'SIGTERM' | 'SIGKILL') => void;
}

interface Launch {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly onOutput: (stream: 'stdout' | 'stderr', chunk: Uint8Array) => void;
}

export type Launcher = (launch: Launch) => RunningProcess;

/**
 * A container's process. Its standard input is a pipe that nothing is written to: it closes when this process is gone,
 * however that came about, and then the child ends itself (CIV_LIFELINE).
 */
export const launch: Launcher = (order) => {
  try {
    return started(order);
  } catch (error) {
    // Arguments that are too long, say: it ends as one whose program is not there.
    order.onOutput('stderr', Buffer.from(`${messageOf(error)}\n`));
    return { pid: undefined, ended: Promise.resolve({ exitCode: 128 }), signal: () => undefined };
  }
};

function started({ program, args, env, folder, onOutput }: Launch): RunningProcess {
  const child = spawn(program, args, { cwd: folder, env, stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.on('error', () => undefined); // the child closed it: that is its business
  child.stdout.on('data', (chunk: Uint8Array) => onOutput('stdout', chunk));
  child.stderr.on('data', (chunk: Uint8Array) => onOutput('stderr', chunk));
  const ended = new Promise<ProcessEnd>((resolve) => {
    child.once('error', (error) => {
      onOutput('stderr', Buffer.from(`${error.message}\n`));
      resolve({ exitCode: 128 });
    });
    // `close`, not `exit`: by then all that it wrote has been read.
    child.once('close', (code, signal) =>
      resolve(signal === null ? { exitCode: code ?? 0 } : { exitCode: 128 + constants.signals[signal], signal: constants.signals[signal] }),
    );
  });
  return { pid: child.pid, ended, signal: (name) => void child.kill(name) };
}
