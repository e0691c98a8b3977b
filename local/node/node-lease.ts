import { microTimestamp } from '../../ground/time/rfc3339.ts';
import { leases, nodes } from '../../kube/objects/built-in.ts';
import { metadataOf } from '../../kube/objects/resource.ts';
import type { Controller } from '../../controllers/runtime/definition.ts';

const NAMESPACE = 'kube-node-lease';
const RENEWED_EVERY_MS = 10_000;

/** Node -> its Lease: that the node is alive, renewed as often as a kubelet does. */
export const nodeLeaseController = (nodeName: string): Controller => ({
  name: 'node-lease',
  summary: 'renews the Lease of the node',
  flags: {},
  setUp({ follow, wall }) {
    const machines = follow(metadataOf(nodes), { fieldSelector: `metadata.name=${nodeName}`, keys: () => [nodeName] });
    return async (name, { client }) => {
      const uid = machines.get(name)?.metadata?.uid;
      if (uid === undefined) return 'on-change';
      const apply = {
        metadata: { namespace: NAMESPACE, name, ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name, uid }] },
        spec: { holderIdentity: name, leaseDurationSeconds: 40, renewTime: microTimestamp(wall()) },
      };
      await client.patch(leases, { namespace: NAMESPACE, name }, { apply, force: true }, { fieldManager: 'kubelet' });
      return { afterMs: RENEWED_EVERY_MS };
    };
  },
});
