import { borrowRealApiServer, describeAlsoReal } from '../real/api-server.ts';
import { faultsOfANetwork } from './faults-of-a-network.ts';

describeAlsoReal('a client of the real API server', () =>
  faultsOfANetwork(async () => {
    const server = await borrowRealApiServer();
    return {
      kubeconfig: server.kubeconfig,
      jane: { token: server.token, as: 'jane' },
      forget: async () => {
        // what it remembers begins with its start
        await server.outage();
        await server.start();
      },
    };
  }),
);
