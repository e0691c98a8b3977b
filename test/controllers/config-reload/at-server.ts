import { afterAll, afterEach } from '@jest/globals';
import { connected, type Connected } from '../../connected.ts';
import { startControllerHere, type ControllerHere } from '../runtime/controller-here.ts';
import { startController, type ControllerCommand, type ControllerProcess } from '../runtime/controller-process.ts';
import { stage, type Stage } from './stage.ts';

/** An API server of a suite, whichever it is. */
export interface ServedCluster {
  readonly kubeconfig: string;
  stop?(): Promise<unknown>;
}

interface StartOptions {
  /** What it reaches the server through. @default nothing */
  readonly through?: { readonly kubeconfig: string };
  readonly env?: Readonly<Record<string, string>>;
}

export interface AtServer<Server extends ServedCluster = ServedCluster> extends Connected<Server> {
  /** A process of config-reload, without a Lease and with a short debounce where the arguments say nothing else. */
  start(args?: readonly string[], options?: StartOptions): ControllerProcess;
  /** The same, within this process, which is quicker: for what needs not be killed. */
  startHere(args?: readonly string[], options?: StartOptions): ControllerHere;
  on(namespace: string): Stage;
  /** Ends what a test has started when the test ends, at the latest. */
  endsWithTest(end: () => Promise<unknown>): void;
  /** Ends it now. */
  endAll(): Promise<void>;
}

/** One server and one connection for all tests of a suite. What is started on it ends with the test, or with the suite. */
export function atServer<Server extends ServedCluster>(
  startServer: () => Promise<Server>,
  until: 'test' | 'suite' = 'test',
): AtServer<Server> {
  const served = connected(startServer, { concurrency: 16 });
  const started: (() => Promise<unknown>)[] = [];
  const endAll = async (): Promise<void> => {
    await Promise.all(started.splice(0).map((end) => end()));
  };
  afterEach(() => (until === 'test' ? endAll() : undefined));
  afterAll(endAll);
  afterAll(() => served.server.stop?.());
  const command = (args: readonly string[] = [], { through, env }: StartOptions = {}): ControllerCommand => ({
    name: 'config-reload',
    kubeconfig: (through ?? served.server).kubeconfig,
    args: ['--debounce=100ms', '--leader-elect=false', ...args],
    env,
  });
  return Object.assign(served, {
    start(args?: readonly string[], options?: StartOptions) {
      const controller = startController(command(args, options));
      started.push(() => {
        controller.kill('SIGKILL');
        return controller.ended;
      });
      return controller;
    },
    startHere(args?: readonly string[], options?: StartOptions) {
      const controller = startControllerHere(command(args, options));
      started.push(() => controller.stop());
      return controller;
    },
    on: (namespace: string) => stage(served.client, namespace),
    endsWithTest: (end: () => Promise<unknown>) => void started.push(end),
    endAll,
  });
}
