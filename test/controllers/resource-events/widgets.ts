import { customResourceDefinitions } from '../../../kube/objects/built-in.ts';
import { resource, type KubeObject } from '../../../kube/objects/resource.ts';
import { until } from '../../until.ts';
import type { AgentWorld } from './world.ts';

export const widgets = resource<KubeObject & { readonly spec?: unknown }>('example.com', 'v1', 'widgets', 'Widget');
const name = 'widgets.example.com';

/** Has a kind served, in these versions: the preferred one first. `v1` is stored. */
export async function installWidgets({ client }: Pick<AgentWorld, 'client'>, ...versions: readonly ('v1' | 'v2')[]): Promise<void> {
  const served = (versions.length === 0 ? ['v1'] : versions).map((version) => ({
    name: version,
    served: true,
    storage: version === 'v1',
    schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
  }));
  const names = { plural: 'widgets', kind: 'Widget', singular: 'widget', listKind: 'WidgetList' };
  const spec = { group: 'example.com', names, scope: 'Namespaced', versions: served };
  await client.patch(customResourceDefinitions, { name }, { apply: { metadata: { name }, spec } });
  await until('the kind to be served', () => client.list(widgets).then(() => true));
}

export const removeWidgets = ({ client }: Pick<AgentWorld, 'client'>): Promise<void> => client.delete(customResourceDefinitions, { name });
