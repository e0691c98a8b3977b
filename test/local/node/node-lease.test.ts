import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { leases, nodes } from '../../../kube/objects/built-in.ts';
import { startLab, type Lab } from '../../../lab/start-lab.ts';
import { nodeLeaseController } from '../../../local/node/node-lease.ts';

const NAME = { namespace: 'kube-node-lease', name: 'this-machine' };

describe('the Lease of the node', () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await startLab();
    for (const name of ['this-machine', 'another']) await lab.put(nodes, { metadata: { name } });
    await lab.run(nodeLeaseController('this-machine'), { rights: 'all' });
    await lab.quiet();
  });
  afterEach(() => lab.stop());
  const renewed = async () => Date.parse((await lab.client.get(leases, NAME)).spec?.renewTime ?? '');

  it('says who holds it, and goes with the node', async () => {
    const { metadata } = await lab.client.get(nodes, { name: 'this-machine' });
    expect(await lab.client.get(leases, NAME)).toMatchObject({
      metadata: { ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: 'this-machine', uid: metadata?.uid }] },
      spec: { holderIdentity: 'this-machine', leaseDurationSeconds: 40 },
    });
    expect((await lab.client.list(leases, { namespace: NAME.namespace })).items).toHaveLength(1);
  });

  it('is renewed every ten seconds', async () => {
    const first = await renewed();
    await lab.pass('9s');
    expect(await renewed()).toBe(first);
    await lab.pass('1s');
    expect(await renewed()).toBe(first + 10_000);
    await lab.pass('1m');
    expect(await renewed()).toBe(first + 70_000);
  });
});
