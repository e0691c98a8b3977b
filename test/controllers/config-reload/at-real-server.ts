import { afterAll, afterEach, beforeAll } from '@jest/globals';
import type { Client } from '../../../kube/client/client.ts';
import { connect, type Connection } from '../../../kube/connect.ts';
import { borrowRealApiServer, type BorrowedApiServer } from '../../real/api-server.ts';
import { startRequestProxy, type RequestProxy } from '../../real/request-proxy.ts';
import { startController, type ControllerProcess } from '../runtime/controller-process.ts';
import { stage, type Stage } from './stage.ts';

interface StartOptions {
  /** What it reaches the server through. @default nothing */
  readonly through?: RequestProxy;
  readonly env?: Readonly<Record<string, string>>;
}

export interface AtRealServer {
  readonly client: Client;
  readonly server: BorrowedApiServer;
  /** A process of config-reload, without a Lease and with a short debounce where the arguments say nothing else. */
  start(args?: readonly string[], options?: StartOptions): ControllerProcess;
  proxy(): Promise<RequestProxy>;
  on(namespace: string): Stage;
}

/** A real API server for all tests of a suite. What is started on it ends with the test, or with the suite. */
export function atRealServer(until: 'test' | 'suite' = 'test'): AtRealServer {
  let server: BorrowedApiServer;
  let connection: Connection;
  const running: ControllerProcess[] = [];
  const proxies: RequestProxy[] = [];
  beforeAll(async () => {
    server = await borrowRealApiServer();
    connection = await connect({ env: {}, kubeconfig: server.kubeconfig, concurrency: 16 });
  }, 90_000);
  const endAll = async (): Promise<void> => {
    for (const { kill } of running) kill('SIGKILL');
    await Promise.all(running.splice(0).map(({ ended }) => ended));
    await Promise.all(proxies.splice(0).map(({ stop }) => stop()));
  };
  afterEach(() => (until === 'test' ? endAll() : undefined));
  afterAll(async () => {
    await endAll();
    await connection.close();
  });
  return {
    get client() {
      return connection.client;
    },
    get server() {
      return server;
    },
    start(args = [], { through, env } = {}) {
      const controller = startController({
        name: 'config-reload',
        kubeconfig: through?.kubeconfig ?? server.kubeconfig,
        args: ['--debounce=100ms', '--leader-elect=false', ...args],
        env,
      });
      running.push(controller);
      return controller;
    },
    async proxy() {
      const started = await startRequestProxy(server);
      proxies.push(started);
      return started;
    },
    on: (namespace) => stage(connection.client, namespace),
  };
}
