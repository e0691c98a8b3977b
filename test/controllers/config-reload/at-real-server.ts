import { afterAll, afterEach } from '@jest/globals';
import { borrowRealApiServer, type BorrowedApiServer } from '../../real/api-server.ts';
import { startRequestProxy, type RequestProxy } from '../../real/request-proxy.ts';
import { atServer, type AtServer } from './at-server.ts';

export interface AtRealServer extends AtServer<BorrowedApiServer> {
  /** Ends after what has been started. */
  proxy(): Promise<RequestProxy>;
}

/** A real API server for all tests of a suite. What is started on it ends with the test, or with the suite. */
export function atRealServer(until: 'test' | 'suite' = 'test'): AtRealServer {
  const real = atServer(borrowRealApiServer, until);
  const proxies: RequestProxy[] = [];
  const endProxies = async (): Promise<void> => {
    await Promise.all(proxies.splice(0).map(({ stop }) => stop()));
  };
  afterEach(() => (until === 'test' ? endProxies() : undefined));
  afterAll(endProxies);
  return Object.assign(real, {
    async proxy() {
      const started = await startRequestProxy(real.server);
      proxies.push(started);
      return started;
    },
  });
}
