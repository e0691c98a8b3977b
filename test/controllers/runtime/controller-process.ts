import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export type ControllerLogLine = Readonly<Record<string, unknown>> & { readonly message: string };

/** A controller as a process of its own, as `civ controller` starts it. */
export interface ControllerProcess {
  readonly logs: readonly ControllerLogLine[];
  /** Resolves with the first line of that message, now or within a minute. */
  logged(message: string): Promise<ControllerLogLine>;
  /** A probe's status and text. */
  get(path: string): Promise<readonly [number, string]>;
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

/** Ends with this process at the latest. */
export function startController({
  name,
  kubeconfig,
  args = [],
  entry = 'package/civ.cjs',
  env = {},
}: ControllerCommand): ControllerProcess {
  const child = spawn(
    process.execPath,
    [entry, 'controller', name, ...(kubeconfig === undefined ? [] : [`--kubeconfig=${kubeconfig}`]), '--http-addr=127.0.0.1:0', ...args],
    { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const endWithUs = () => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  const logs: ControllerLogLine[] = [];
  const waiting = new Set<{ readonly message: string; resolve(line: ControllerLogLine): void; reject(error: Error): void }>();
  createInterface(child.stdout).on('line', (text) => {
    const line = JSON.parse(text) as ControllerLogLine;
    logs.push(line);
    for (const waiter of waiting) {
      if (waiter.message !== line.message) continue;
      waiting.delete(waiter);
      waiter.resolve(line);
    }
  });
  const ended = once(child, 'exit').then(([code, signal]) => {
    process.removeListener('exit', endWithUs);
    for (const { message, reject } of waiting)
      reject(new Error(`the controller ended before it logged "${message}"; it logged ${JSON.stringify(logs.slice(-5))}`));
    return (code ?? signal) as number | string;
  });
  const logged = (message: string): Promise<ControllerLogLine> => {
    const known = logs.find((line) => line.message === message);
    if (known !== undefined) return Promise.resolve(known);
    const { promise, resolve, reject } = Promise.withResolvers<ControllerLogLine>();
    const late = setTimeout(
      () => reject(new Error(`the controller has not logged "${message}" within a minute; it logged ${JSON.stringify(logs.slice(-8))}`)),
      60_000,
    );
    waiting.add({ message, resolve, reject });
    return promise.finally(() => clearTimeout(late));
  };
  return {
    logs,
    logged,
    async get(path) {
      const { port } = await logged('probes and metrics are served');
      const response = await fetch(`http://127.0.0.1:${String(port)}${path}`);
      return [response.status, await response.text()];
    },
    kill: (signal) => void child.kill(signal),
    ended,
  };
}
