import { afterAll, beforeAll, describe } from '@jest/globals';
import { connect, type Connection } from '../../../kube/connect.ts';
import { borrowRealApiServer, describeAlsoReal, type BorrowedApiServer } from '../../real/api-server.ts';
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
    let server: BorrowedApiServer;
    let connection: Connection;
    beforeAll(async () => {
      server = await borrowRealApiServer();
      connection = await connect({ env: {}, kubeconfig: server.kubeconfig });
    }, 90_000);
    afterAll(() => connection.close());
    suite(() => ({ connection, env: { KUBECONFIG: server.kubeconfig } }));
  });
}
