import { describe, expect, it } from '@jest/globals';
import { kubectl, run } from './run-program.ts';
import { until } from './until.ts';

const { CIV_API_SERVER_STOP, CIV_API_SERVER_START, REQUIRE_REAL } = process.env;

/** How to end this cluster's API server, and to have it back: nobody but who made the cluster knows. */
export interface ApiServerHooks {
  /** Resolves once it answers no more. */
  stop(): Promise<void>;
  /** Resolves once it is ready. */
  start(): Promise<void>;
}

/** A suite that ends the API server: skipped, saying so, where nobody says how; a failure where REQUIRE_REAL=1. */
export function describeWithApiServer(name: string, suite: (apiServer: ApiServerHooks) => void): void {
  const [stop, start] = [CIV_API_SERVER_STOP, CIV_API_SERVER_START];
  if (stop !== undefined && start !== undefined) describe(name, () => suite(apiServer(stop, start)));
  else if (REQUIRE_REAL === '1') {
    describe(name, () => {
      it('may end the API server', () => expect({ CIV_API_SERVER_STOP, CIV_API_SERVER_START }).toBe('two commands'));
    });
  } else describe.skip(`${name} (CIV_API_SERVER_STOP and CIV_API_SERVER_START are not set)`, () => suite(apiServer('false', 'false')));
}

const apiServer = (stop: string, start: string): ApiServerHooks => ({
  async stop() {
    await run('sh', ['-c', stop]);
    await until('an API server that is gone', 120, () =>
      kubectl('get', '--raw', '/livez').then(
        () => undefined,
        () => true,
      ),
    );
  },
  async start() {
    await run('sh', ['-c', start]);
    await until('an API server that is ready', 120, () => kubectl('get', '--raw', '/readyz'));
  },
});
