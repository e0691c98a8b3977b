import { sideBySide } from '../../ground/time/side-by-side.ts';
import type { Client } from '../../kube/client/client.ts';
import { deployments, pods } from '../../kube/objects/built-in.ts';
import { nameOf } from '../../kube/objects/resource.ts';
import { SHOP_LABEL } from '../../model/keys.ts';

const AT_ONCE = 64;

/**
 * In place of the cluster's own controllers and kubelets: each shop has one pod that is ready, and each Deployment says so. Nothing runs
 * in them.
 */
export async function playNodes(client: Client): Promise<number> {
  const { items } = await client.list(deployments, { labelSelector: SHOP_LABEL });
  await sideBySide(items, AT_ONCE, async (deployment) => {
    const { namespace = '', name } = nameOf(deployment);
    const pod = { namespace, name: `${name}-0` };
    const template = deployment.spec?.template;
    if (template?.spec === undefined) throw new Error(`the Deployment ${namespace}/${name} has no template`);
    const metadata = { ...pod, labels: template.metadata?.labels, annotations: template.metadata?.annotations };
    await client.create(pods, { metadata, spec: { ...template.spec, nodeName: 'played' } });
    const status = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] };
    await client.patch(pods, pod, { merge: { status } }, { subresource: 'status' });
    const replicas = { replicas: 1, readyReplicas: 1, availableReplicas: 1, updatedReplicas: 1 };
    const seen = { observedGeneration: deployment.metadata?.generation ?? 1 };
    await client.patch(deployments, { namespace, name }, { merge: { status: { ...replicas, ...seen } } }, { subresource: 'status' });
  });
  return items.length;
}
