import { afterAll, afterEach, beforeAll } from '@jest/globals';
import type { Client } from '../../../kube/client/client.ts';
import { connect, type Connection } from '../../../kube/connect.ts';

/** An API server of a suite, whichever it is. */
export interface ServedCluster {
  readonly kubeconfig: string;
  stop?(): Promise<unknown>;
}

export interface AtServer {
  readonly server: ServedCluster;
  readonly connection: Connection;
  readonly client: Client;
  /** Ends what a test has started when the test ends, at the latest. */
  endsWithTest(end: () => Promise<unknown>): void;
  /** Ends it now. */
  endAll(): Promise<void>;
}

/** One server and one connection for all tests of a suite. */
export function atServer(startServer: () => Promise<ServedCluster>): AtServer {
  let server: ServedCluster;
  let connection: Connection;
  const started: (() => Promise<unknown>)[] = [];
  const endAll = async (): Promise<void> => {
    await Promise.all(started.splice(0).map((end) => end()));
  };
  beforeAll(async () => {
    server = await startServer();
    connection = await connect({ env: {}, kubeconfig: server.kubeconfig, concurrency: 16 });
  }, 90_000);
  afterEach(endAll);
  afterAll(async () => {
    await connection.close();
    await server.stop?.();
  });
  return {
    get server() {
      return server;
    },
    get connection() {
      return connection;
    },
    get client() {
      return connection.client;
    },
    endsWithTest: (end) => void started.push(end),
    endAll,
  };
}
