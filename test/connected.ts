import { afterAll, beforeAll } from '@jest/globals';
import type { Client } from '../kube/client/client.ts';
import { connect, type Connection, type ConnectOptions } from '../kube/connect.ts';

/** There from the first test of the suite on. */
export interface Connected<Server> {
  readonly server: Server;
  /** As its administrator; it ends with the suite. */
  readonly connection: Connection;
  readonly client: Client;
}

/** Starts, or borrows, a server for all tests of a suite, and connects to it. */
export function connected<Server extends { readonly kubeconfig: string }>(
  startServer: () => Promise<Server>,
  options: Pick<ConnectOptions, 'concurrency'> = {},
): Connected<Server> {
  let server: Server;
  let connection: Connection;
  beforeAll(async () => {
    server = await startServer();
    connection = await connect({ env: {}, kubeconfig: server.kubeconfig, ...options });
  });
  afterAll(() => connection.close());
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
  };
}
