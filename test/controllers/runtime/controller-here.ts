import { controller } from '../../../controllers/controller.ts';
import { readControllerLogs, type ControllerLogs } from './controller-logs.ts';
import { argumentsOf, type ControllerCommand } from './controller-process.ts';

/** A controller within this process: the same command, without the start of a process. */
export interface ControllerHere extends ControllerLogs {
  /** Tells it to stop, and resolves with its exit code. */
  stop(): Promise<number>;
}

export function startControllerHere(command: ControllerCommand): ControllerHere {
  const told = new AbortController();
  const { logs, logged, get, take, end } = readControllerLogs();
  const ended = controller({
    args: argumentsOf(command),
    env: { ...process.env, ...command.env },
    stdout: { write: (text) => text.trimEnd().split('\n').forEach(take) },
    stderr: process.stderr,
    stopSignal: () => told.signal,
  }).finally(end);
  return {
    logs,
    logged,
    get,
    stop() {
      told.abort('SIGTERM');
      return ended;
    },
  };
}
