import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { connect, type Connection } from '../../../kube/connect.ts';
import { startUp, type Started } from '../../cli/commands/up/started.ts';
import { shopsOf, type Shops } from './shops.ts';
import { stepDown } from './step-down.ts';
import { upheave } from './upheaval.ts';

// The same is tried on a real node (test/cluster/handover.test.ts), and in part by test/worker/market: this takes some five minutes.
const describeLong = process.env['LONG_FAULTS'] === '1' ? describe : describe.skip;

describeLong('a realm at full load on this machine (LONG_FAULTS=1)', () => {
  let started: Started;
  let connection: Connection;
  let shops: Shops;
  beforeAll(async () => {
    started = startUp('--realm', join('test', 'worker', 'handover', 'quick-bustling-realm.ts'));
    const kubeconfig = (await started.line(/^export KUBECONFIG=/)).slice('export KUBECONFIG='.length);
    connection = await connect({ env: {}, kubeconfig });
    shops = shopsOf(connection.client, 'kingdom-of-bustle');
  });
  afterAll(async () => {
    await connection?.close();
    started.child.kill('SIGINT');
    await started.ended;
  });

  it('loses not one good, rolled twice, scaled from three to five to two, and drained', async () => {
    const { accounts, left, departed, traded, unheard } = await upheave(shops, (line) => process.stderr.write(`${line}\n`));
    expect({ left, unheard }).toEqual({ left: [], unheard: 0 });
    expect([...accounts].filter(([, { lost }]) => lost !== 0)).toEqual([]);
    expect([...accounts.keys()]).toEqual(['axe', 'gold', 'iron', 'stone', 'wood']);
    expect(departed).toBe(44); // three of each shop twice, then three, then two
    expect(traded).toBeGreaterThan(1_000);
  }, 900_000);

  it('steps down by the worker with the least stock, however old it is', async () => {
    const { poorest, gone } = await stepDown(shops);
    expect(gone).toEqual([poorest]);
  }, 240_000);
});
