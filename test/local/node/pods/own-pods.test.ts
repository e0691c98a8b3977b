import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { configMaps, namespaces, type Pod } from '../../../../kube/objects/built-in.ts';
import { createPod } from '../../../../local/node/pods/own-pods.ts';
import type { PodEvent } from '../../../../local/node/pods/pod-event.ts';
import { startSmallCluster, type SmallCluster } from '../../../cli/small-cluster.ts';

const podIn = (namespace: string): Pod => ({
  metadata: { namespace, generateName: 'shop-' },
  spec: { hostNetwork: true, containers: [{ name: 'main', image: 'civ8s:1' }] },
});

describe('the pod of a workload', () => {
  let cluster: SmallCluster;
  beforeAll(async () => {
    cluster = await startSmallCluster();
  });
  afterAll(() => cluster.stop());
  const events = async (pod: Pod): Promise<readonly PodEvent[]> => {
    const told: PodEvent[] = [];
    await createPod(cluster.connection.client, pod, (event) => told.push(event)).catch(() => undefined);
    return told;
  };

  it('is told of where it is refused, in the words of the server alone', async () => {
    const labels = { 'pod-security.kubernetes.io/enforce': 'baseline' };
    await cluster.connection.client.create(namespaces, { metadata: { name: 'strict', labels } });
    expect(await events(podIn('strict'))).toEqual([
      {
        type: 'Warning',
        reason: 'FailedCreate',
        message: expect.stringMatching(
          /^Error creating: pods "shop-\w+" is forbidden: violates PodSecurity "baseline:latest": host namespaces \(hostNetwork=true\)$/,
        ),
      },
    ]);
  });

  it('is no matter where its namespace is going', async () => {
    const { client } = cluster.connection;
    await client.create(namespaces, { metadata: { name: 'going' } });
    await client.create(configMaps, { metadata: { namespace: 'going', name: 'held', finalizers: ['example.com/held'] } });
    await client.delete(namespaces, { name: 'going' });
    expect(await events(podIn('going'))).toEqual([]);
    await client.patch(configMaps, { namespace: 'going', name: 'held' }, { merge: { metadata: { finalizers: null } } });
  });
});
