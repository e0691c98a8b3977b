import { afterAll, afterEach } from '@jest/globals';
import { connectToRealApiServer, type ConnectedApiServer } from '../../real/api-server.ts';
import { startRequestProxy, type RequestProxy } from '../../real/request-proxy.ts';
import { startControllerHere, type ControllerHere } from '../runtime/controller-here.ts';
import { startController, type ControllerCommand, type ControllerProcess } from '../runtime/controller-process.ts';
import { stage, type Stage } from './stage.ts';

interface StartOptions {
  /** What it reaches the server through. @default nothing */
  readonly through?: RequestProxy;
  readonly env?: Readonly<Record<string, string>>;
}

export interface AtRealServer extends Pick<ConnectedApiServer, 'client' | 'server'> {
  /** A process of config-reload, without a Lease and with a short debounce where the arguments say nothing else. */
  start(args?: readonly string[], options?: StartOptions): ControllerProcess;
  /** The same, within this process, which is quicker: for what needs not be killed. */
  startHere(args?: readonly string[], options?: StartOptions): ControllerHere;
  proxy(): Promise<RequestProxy>;
  on(namespace: string): Stage;
}

/** A real API server for all tests of a suite. What is started on it ends with the test, or with the suite. */
export function atRealServer(until: 'test' | 'suite' = 'test'): AtRealServer {
  const real = connectToRealApiServer({ concurrency: 16 });
  const running: ControllerProcess[] = [];
  const here: ControllerHere[] = [];
  const proxies: RequestProxy[] = [];
  const endAll = async (): Promise<void> => {
    for (const { kill } of running) kill('SIGKILL');
    await Promise.all([...running.splice(0).map(({ ended }) => ended), ...here.splice(0).map(({ stop }) => stop())]);
    await Promise.all(proxies.splice(0).map(({ stop }) => stop()));
  };
  afterEach(() => (until === 'test' ? endAll() : undefined));
  afterAll(endAll);
  const command = (args: readonly string[] = [], { through, env }: StartOptions = {}): ControllerCommand => ({
    name: 'config-reload',
    kubeconfig: through?.kubeconfig ?? real.server.kubeconfig,
    args: ['--debounce=100ms', '--leader-elect=false', ...args],
    env,
  });
  return {
    get client() {
      return real.client;
    },
    get server() {
      return real.server;
    },
    start(args, options) {
      const controller = startController(command(args, options));
      running.push(controller);
      return controller;
    },
    startHere(args, options) {
      const controller = startControllerHere(command(args, options));
      here.push(controller);
      return controller;
    },
    async proxy() {
      const started = await startRequestProxy(real.server);
      proxies.push(started);
      return started;
    },
    on: (namespace) => stage(real.client, namespace),
  };
}
