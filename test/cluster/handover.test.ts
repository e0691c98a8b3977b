import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { render } from '../../constructs/synth.ts';
import { connect, type Connection } from '../../kube/connect.ts';
import { bustlingRealm } from '../worker/handover/bustling-realm.ts';
import { shopsOf, type Shops } from '../worker/handover/shops.ts';
import { stepDown } from '../worker/handover/step-down.ts';
import { upheave } from '../worker/handover/upheaval.ts';
import { auditOf, deploy, ownWord, type DeployedRealm } from './deployed-realm.ts';

describe('a realm at full load', () => {
  const word = ownWord();
  let deployed: DeployedRealm;
  let connection: Connection;
  let shops: Shops;
  beforeAll(async () => {
    deployed = await deploy(render(bustlingRealm(word, `market-of-${word}`)));
    connection = await connect({ env: process.env });
    shops = shopsOf(connection.client, `market-of-${word}`);
  });
  afterAll(async () => {
    await connection?.close();
    await deployed?.remove();
  });

  it('loses not one good, rolled twice, scaled from three to five to two, and drained', async () => {
    const { accounts, left, departed, traded, unheard } = await upheave(shops, (line) => process.stderr.write(`${line}\n`));
    expect({ left, unheard }).toEqual({ left: [], unheard: 0 });
    expect([...accounts].filter(([, { lost }]) => lost !== 0)).toEqual([]);
    expect([...accounts.keys()]).toEqual(['axe', 'gold', 'iron', 'stone', 'wood']);
    expect(departed).toBe(44); // three of each shop twice, then three, then two
    expect(traded).toBeGreaterThan(1_000);
    expect(await auditOf(word)).toMatchObject({ breaches: [], inDoubt: {}, unread: [], pods: 15 });
  }, 900_000);

  it('steps down by the worker with the least stock, however old it is', async () => {
    const { poorest, gone } = await stepDown(shops);
    expect(gone).toEqual([poorest]);
  });
});
