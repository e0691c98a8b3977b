import { afterAll, beforeAll, describe } from '@jest/globals';
import { connectToRealApiServer, describeAlsoReal } from '../../real/api-server.ts';
import { startSmallCluster, type SmallCluster } from '../small-cluster.ts';

export type ClusterOfCommand = Pick<SmallCluster, 'connection' | 'env'>;

/** The same suite on the embedded API server and on the real one. */
export function describeOnBothServers(name: string, suite: (cluster: () => ClusterOfCommand) => void): void {
  describe(name, () => {
    let cluster: SmallCluster;
    beforeAll(async () => {
      cluster = await startSmallCluster();
    });
    afterAll(() => cluster.stop());
    suite(() => cluster);
  });

  describeAlsoReal(`${name}, on the real API server`, () => {
    const real = connectToRealApiServer();
    suite(() => ({ connection: real.connection, env: { KUBECONFIG: real.server.kubeconfig } }));
  });
}
