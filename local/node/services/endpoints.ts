import { endpointSlices, pods, services, type Service } from '../../../kube/objects/built-in.ts';
import type { Client } from '../../../kube/client/client.ts';
import { keyOf, nameOf } from '../../../kube/objects/resource.ts';
import type { Controller } from '../../../controllers/runtime/definition.ts';
import { byOwner, matches } from '../selection.ts';
import { decideEndpoints, serviceOfSlice, type EndpointsStep } from './endpoints-decide.ts';

/** Service -> EndpointSlices: where its pods can be reached on this machine. */
export const endpointsController: Controller = {
  name: 'endpoints',
  summary: 'keeps the EndpointSlices of Services',
  flags: {},
  setUp({ follow }) {
    const all = follow(services, { keys: ({ object }) => [keyOf(object)], indexes: { namespace: byOwner.namespace } });
    const selecting = (namespace: string, labels: Readonly<Record<string, string>> | undefined): readonly Service[] =>
      all.by('namespace', namespace).filter(({ spec }) => spec?.selector !== undefined && matches({ matchLabels: spec.selector }, labels));
    const people = follow(pods, {
      indexes: { namespace: byOwner.namespace },
      keys: (delta) => {
        const states = delta.type === 'updated' ? [delta.old, delta.object] : [delta.object];
        return states.flatMap(({ metadata }) => selecting(metadata?.namespace ?? '', metadata?.labels).map(keyOf));
      },
    });
    const slices = follow(endpointSlices, {
      keys: ({ object }) => [serviceOfSlice(object)],
      indexes: { service: (slice) => [serviceOfSlice(slice)] },
    });
    return async (key, { client }) => {
      const service = all.get(key);
      if (service === undefined) return 'on-change';
      for (const step of decideEndpoints(service, people.by('namespace', service.metadata?.namespace ?? ''), slices.by('service', key)))
        await perform(client, step);
      return 'on-change';
    };
  },
};

async function perform(client: Client, { do: act, slice }: EndpointsStep): Promise<void> {
  switch (act) {
    case 'create':
      return void (await client.create(endpointSlices, slice));
    case 'update':
      return void (await client.update(endpointSlices, slice));
    case 'delete':
      return client.delete(endpointSlices, nameOf(slice), slice.metadata?.uid === undefined ? {} : { uid: slice.metadata.uid });
  }
}
