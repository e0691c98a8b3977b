import { describe, expect, it } from '@jest/globals';
import { render } from '../../constructs/synth.ts';
import { realm } from '../../realm.ts';
import { manifestsOf, nameOf, the } from './manifests.ts';
import { templatesOf } from './workloads.ts';

const manifests = manifestsOf(render(realm));
const kingdom = manifests.filter(({ metadata }) => [metadata.namespace, metadata.name].includes('kingdom-of-foobar'));
const SHOPS = ['woodworker', 'stoneworker', 'ironworker', 'craftsman'];

/** A user of the original chart finds everything where it was. */
describe('the sample, as the original chart had it', () => {
  it('has the objects of the chart under their names, and beside them only network policies, budgets, and what the dashboard may read', () =>
    expect(kingdom.map(nameOf).sort()).toEqual(
      [
        'Namespace kingdom-of-foobar',
        'ServiceAccount kingdom-of-foobar civ-worker',
        'Role kingdom-of-foobar pod-patcher',
        'RoleBinding kingdom-of-foobar pod-patcher-binding',
        'Role kingdom-of-foobar dashboard',
        'RoleBinding kingdom-of-foobar dashboard',
        'NetworkPolicy kingdom-of-foobar default-deny',
        ...['ironworker', 'stoneworker', 'woodworker'].map((shop) => `PodDisruptionBudget kingdom-of-foobar ${shop}`),
        ...SHOPS.flatMap((shop) => [
          `ConfigMap kingdom-of-foobar ${shop}-directions`,
          `Deployment kingdom-of-foobar ${shop}`,
          `Service kingdom-of-foobar ${shop}`,
          `NetworkPolicy kingdom-of-foobar ${shop}-trade`,
        ]),
      ].sort(),
    ));

  it.each([
    ['woodworker', [{ product: 'wood', amount: 10, minimum: 1, interval: 5 }]],
    ['stoneworker', [{ product: 'stone', amount: 3, minimum: 1, interval: 5 }]],
    [
      'ironworker',
      [
        {
          product: 'iron',
          productInputList: [
            { product: 'stone', store: 'http://stoneworker', amount: 3 },
            { product: 'wood', store: 'http://woodworker', amount: 10 },
          ],
          amount: 1,
          minimum: 1,
          interval: 10,
        },
      ],
    ],
    [
      'craftsman',
      [
        {
          product: 'axe',
          productInputList: [
            { product: 'wood', store: 'http://woodworker', amount: 8 },
            { product: 'iron', store: 'http://ironworker', amount: 4 },
          ],
          amount: 1,
          minimum: 1,
          interval: 15,
        },
      ],
    ],
  ])('gives the %s its directions', (shop, directions) => {
    const { data, metadata } = the('ConfigMap', `${shop}-directions`, kingdom);
    expect(Object.keys(data as object)).toEqual(['directions.json']);
    expect(JSON.parse((data as Record<string, string>)['directions.json'] ?? '')).toEqual(directions);
    expect(metadata.labels).toMatchObject({ town: 'simple-town', shop });
  });

  it.each(SHOPS)('runs the %s as the chart did', (shop) => {
    const [template] = templatesOf([the('Deployment', shop, kingdom)]);
    const [container] = template?.containers ?? [];
    const labels = { town: 'simple-town', shop };
    expect(the('Deployment', shop, kingdom).metadata.labels).toMatchObject(labels);
    expect(template).toMatchObject({
      replicas: 1,
      selector: labels,
      labels,
      spec: {
        serviceAccountName: 'civ-worker',
        volumes: expect.arrayContaining([{ name: 'config', configMap: { name: `${shop}-directions` } }]),
      },
    });
    expect(container).toMatchObject({
      name: shop,
      args: ['serve', '/config/directions.json'],
      ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
      livenessProbe: { httpGet: { path: '/live', port: 8080 }, initialDelaySeconds: 1, periodSeconds: 20 },
      readinessProbe: { httpGet: { path: '/ready', port: 8080 }, initialDelaySeconds: 5, periodSeconds: 10 },
      env: expect.arrayContaining([
        { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
        { name: 'POD_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
      ]),
      volumeMounts: expect.arrayContaining([{ name: 'config', mountPath: '/config', readOnly: true }]),
    });
  });

  it.each(SHOPS)('serves the %s on port 80', (shop) =>
    expect(the('Service', shop, kingdom)['spec']).toMatchObject({
      type: 'ClusterIP',
      selector: { town: 'simple-town', shop },
      ports: [{ name: 'http', protocol: 'TCP', port: 80, targetPort: 8080 }],
    }),
  );

  it('lets workers patch pods', () => {
    expect(the('Role', 'pod-patcher', kingdom)['rules']).toEqual([{ apiGroups: [''], resources: ['pods'], verbs: ['patch'] }]);
    expect(the('RoleBinding', 'pod-patcher-binding', kingdom)).toMatchObject({
      roleRef: { kind: 'Role', name: 'pod-patcher' },
      subjects: [{ kind: 'ServiceAccount', name: 'civ-worker', namespace: 'kingdom-of-foobar' }],
    });
  });

  it('gives what the chart did not: an address, and a place for the books that outlives the container', () => {
    const [template] = templatesOf([the('Deployment', 'woodworker', kingdom)]);
    expect(template?.containers[0]?.env).toEqual(
      expect.arrayContaining([
        { name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
        { name: 'BOOKS', value: '/var/lib/civ' },
      ]),
    );
    expect(template?.containers[0]?.volumeMounts).toEqual(expect.arrayContaining([{ name: 'books', mountPath: '/var/lib/civ' }]));
    expect(template?.spec.volumes).toEqual(expect.arrayContaining([{ name: 'books', emptyDir: { sizeLimit: '512Mi' } }]));
  });

  it('asks, controllers included and before demand adds workers, for less than 1 CPU and 1.2 GiB', () => {
    const requests = templatesOf(manifests).flatMap(({ replicas, containers }) =>
      containers.flatMap(({ resources }) => Array.from({ length: replicas }, () => resources.requests)),
    );
    const sum = (name: string, unit: string) => requests.reduce((total, request) => total + Number(request[name]?.replace(unit, '')), 0);
    expect(sum('cpu', 'm')).toBeLessThan(1_000);
    expect(sum('memory', 'Mi')).toBeLessThan(1.2 * 1_024);
  });
});
