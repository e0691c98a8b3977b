import { describe, expect, it } from '@jest/globals';
import type { Client, Patch } from '../../../kube/client/client.ts';
import type { Applied } from '../../../kube/objects/applied.ts';
import { configMaps, deployments, namespaces, pods, type Deployment, type Pod } from '../../../kube/objects/built-in.ts';
import { keyOf, nameOf, nameOfKey, resource, type KubeObject, type ObjectName } from '../../../kube/objects/resource.ts';

interface Website extends KubeObject {
  readonly spec?: { readonly html: string; readonly hosts: readonly { readonly name: string; readonly tls: boolean }[] };
}

/** Types alone are looked at: `npm run check` fails where an error that is expected here is none. */
describe('what is applied', () => {
  const metadata = { name: 'web', namespace: 'shop' };

  it('is as much of an object as one owns, by the names that its kind has', () => {
    const patches: readonly Patch<Deployment>[] = [
      { apply: { metadata, spec: { replicas: 2 } } },
      // @ts-expect-error no Deployment has replicsa
      { apply: { metadata, spec: { replicsa: 2 } } },
      // @ts-expect-error nothing is taken away by null
      { apply: { metadata, spec: { replicas: null } } },
    ];
    expect(patches).toHaveLength(3);
  });

  it('says of each item of a keyed list which one is meant', () => {
    const containers = (...of: NonNullable<NonNullable<Applied<Pod>['spec']>['containers']>) => of;
    expect([
      containers({ name: 'main', image: 'nginx:1', ports: [{ containerPort: 80 }] }),
      // @ts-expect-error which container?
      containers({ image: 'nginx:1' }),
      // @ts-expect-error which port?
      containers({ name: 'main', ports: [{ protocol: 'TCP' }] }),
      // @ts-expect-error no container has an imge
      containers({ name: 'main', imge: 'nginx:1' }),
    ]).toHaveLength(4);
  });

  it('has whole items in any other list', () => {
    const patches: readonly Patch<Website>[] = [
      { apply: { metadata, spec: { hosts: [{ name: 'a', tls: true }] } } },
      // @ts-expect-error a host says whether it has TLS
      { apply: { metadata, spec: { hosts: [{ name: 'a' }] } } },
    ];
    expect(patches).toHaveLength(2);
  });

  it('may be a whole object', () => {
    const whole = (pod: Pod): Patch<Pod> => ({ apply: pod });
    expect(whole({ metadata })).toEqual({ apply: { metadata } });
  });
});

describe('what is merged', () => {
  it('is what changes, by the names that its kind has, and null for what goes', () => {
    const patches: readonly Patch<Deployment>[] = [
      { merge: { metadata: { annotations: { seen: null } }, spec: { replicas: 2, paused: null } } },
      // @ts-expect-error no Deployment has replicsa
      { merge: { spec: { replicsa: 2 } } },
      // @ts-expect-error a list is replaced as a whole
      { merge: { spec: { template: { spec: { containers: [{ image: 'nginx:1' }] } } } } },
    ];
    expect(patches).toHaveLength(3);
  });
});

describe('a name', () => {
  const widgets = resource('example.com', 'v1', 'widgets', 'Widget', 'cluster');
  const asked = (client: Client, name: ObjectName) => [
    () => client.get(pods, { namespace: 'shop', name: 'web' }),
    () => client.get(pods, nameOf({})),
    () => client.get(pods, nameOfKey('shop/web')),
    () => client.get(namespaces, { name: 'shop' }),
    () => client.get(widgets, name),
    // @ts-expect-error pods are in a namespace
    () => client.get(pods, { name: 'web' }),
    // @ts-expect-error it may have none
    () => client.get(pods, name),
    // @ts-expect-error Deployments are in a namespace
    () => client.patch(deployments, { name: 'web' }, { merge: {} }),
    // @ts-expect-error ConfigMaps are in a namespace
    () => client.delete(configMaps, { name: 'web' }),
    // @ts-expect-error pods are in a namespace
    () => client.evict({ name: 'web' }),
  ];

  it('has the namespace that its resource needs', () => {
    expect(asked).toHaveLength(2);
    expect([nameOfKey('shop/web'), nameOfKey('shop')].map((name) => keyOf({ metadata: name }))).toEqual(['shop/web', 'shop']);
  });
});
