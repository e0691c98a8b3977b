import { afterAll, beforeAll } from '@jest/globals';
import type { Client } from '../../kube/client/client.ts';
import { connect, type Connection, type ConnectOptions } from '../../kube/connect.ts';
import { borrowRealApiServer, type BorrowedApiServer } from './borrowed.ts';

/** There from the first test of the suite on. */
export interface ConnectedApiServer {
  readonly server: BorrowedApiServer;
  /** As its administrator; it ends with the suite. */
  readonly connection: Connection;
  readonly client: Client;
}

/** Borrows a real API server for all tests of a suite, and connects to it. */
export function connectToRealApiServer(options: Pick<ConnectOptions, 'concurrency'> = {}): ConnectedApiServer {
  let server: BorrowedApiServer;
  let connection: Connection;
  beforeAll(async () => {
    server = await borrowRealApiServer();
    connection = await connect({ env: {}, kubeconfig: server.kubeconfig, ...options });
  }, 90_000);
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
