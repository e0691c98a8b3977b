import { afterAll, beforeAll } from '@jest/globals';
import { startApiServer, type ApiServer, type ApiServerOptions } from '../../../local/api-server/start.ts';
import { apiClient, type ApiClient } from './api-client.ts';

/** A server for a file of tests, and its administrator. */
export interface RunningServer {
  readonly server: ApiServer;
  readonly api: ApiClient;
}

export function running(options: ApiServerOptions = {}): RunningServer {
  let started: RunningServer | undefined;
  beforeAll(async () => {
    const server = await startApiServer(options);
    started = { server, api: apiClient({ ...server, token: server.adminToken }) };
  });
  afterAll(async () => {
    await started?.api.close();
    await started?.server.stop();
  });
  const now = (): RunningServer => {
    if (!started) throw new Error('the server is there from the first test on');
    return started;
  };
  return {
    get server() {
      return now().server;
    },
    get api() {
      return now().api;
    },
  };
}
