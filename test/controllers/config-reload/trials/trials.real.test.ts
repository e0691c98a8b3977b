import { expect, it } from '@jest/globals';
import { connectToRealApiServer, describeReal, itAlsoReal } from '../../../real/api-server.ts';
import { anyOrder } from './any-order.ts';
import { firstStart } from './first-start.ts';
import { migration } from './migration.ts';

/** In the small: `npm run bench -- migration` has 2,000 workloads. */
const SIZE = 80;
const RIGHT = { lost: [], wrong: [], stray: [] };

describeReal('config-reload, tried with many workloads on a real API server', () => {
  const real = connectToRealApiServer({ concurrency: 32 });
  const options = (namespace: string, seed: number) => ({
    kubeconfig: real.server.kubeconfig,
    client: real.client,
    namespace,
    size: SIZE,
    seed,
  });

  it('at its first start every change rolls what it concerns, once, and nothing else', async () => {
    const result = await firstStart(options('first-start', 1));
    expect(result).toMatchObject({ ...RIGHT, changes: SIZE / 4 });
  }, 180_000);

  it('killed again and again while workloads come over from Reloader, every change rolls what it concerns, once, and nothing else', async () => {
    const result = await migration({ ...options('migration', 1), kills: 3 });
    expect(result).toMatchObject({ ...RIGHT, starts: 5 });
  }, 180_000);

  itAlsoReal.each([11, 12])(
    'whatever happens in whatever order, of the seed %i, the pods end with the newest content, and roll for changes alone',
    async (seed) => {
      const { kubeconfig, client, namespace } = options(`order-${seed}`, seed);
      const result = await anyOrder({ kubeconfig, client, namespace, seed, steps: 8 });
      expect({ ...result, pods: result.newest, rolls: result.rolls <= result.changes }).toEqual({ ...result, rolls: true });
    },
  );
});
