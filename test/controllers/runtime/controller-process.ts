import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { readControllerLogs, type ControllerLogs } from './controller-logs.ts';

/** A controller as a process of its own, as `civ controller` starts it. */
export interface ControllerProcess extends ControllerLogs {
  readonly pid: number | undefined;
  kill(signal: 'SIGTERM' | 'SIGKILL' | 'SIGINT' | 'SIGSTOP' | 'SIGCONT'): void;
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
}

export interface ControllerCommand {
  readonly name: string;
  /** Absent: `args` say how to reach the cluster. */
  readonly kubeconfig?: string;
  readonly args?: readonly string[];
  /** The entry of civ. @default the sources */
  readonly entry?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** What `civ controller` is told. */
export const argumentsOf = ({ name, kubeconfig, args = [] }: ControllerCommand): readonly string[] => [
  name,
  ...(kubeconfig === undefined ? [] : [`--kubeconfig=${kubeconfig}`]),
  '--http-addr=127.0.0.1:0',
  ...args,
];

/** For what a process alone can show, as when it is killed. Ends with this process at the latest. */
export const startController = (command: ControllerCommand): ControllerProcess =>
  startProgram([command.entry ?? 'package/civ.cjs', 'controller', ...argumentsOf(command)], command.env);

/** A program that runs controllers: its file, and its arguments. */
export function startProgram(command: readonly string[], env: Readonly<Record<string, string>> = {}): ControllerProcess {
  const child = spawn(process.execPath, command, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const endWithUs = () => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  const { logs, logged, get, take, end } = readControllerLogs();
  createInterface(child.stdout).on('line', take);
  const ended = once(child, 'exit').then(([code, signal]) => {
    process.removeListener('exit', endWithUs);
    end();
    return (code ?? signal) as number | string;
  });
  return { pid: child.pid, logs, logged, get, kill: (signal) => void child.kill(signal), ended };
}
