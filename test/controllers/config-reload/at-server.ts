import { afterAll, afterEach } from '@jest/globals';
import { connected, type Connected } from '../../connected.ts';

/** An API server of a suite, whichever it is. */
export interface ServedCluster {
  readonly kubeconfig: string;
  stop?(): Promise<unknown>;
}

export interface AtServer extends Connected<ServedCluster> {
  /** Ends what a test has started when the test ends, at the latest. */
  endsWithTest(end: () => Promise<unknown>): void;
  /** Ends it now. */
  endAll(): Promise<void>;
}

/** One server and one connection for all tests of a suite. */
export function atServer(startServer: () => Promise<ServedCluster>): AtServer {
  const served = connected(startServer, { concurrency: 16 });
  const started: (() => Promise<unknown>)[] = [];
  const endAll = async (): Promise<void> => {
    await Promise.all(started.splice(0).map((end) => end()));
  };
  afterEach(endAll);
  afterAll(() => served.server.stop?.());
  return Object.assign(served, { endsWithTest: (end: () => Promise<unknown>) => void started.push(end), endAll });
}
