import { expect, it } from '@jest/globals';
import { deployments } from '../../../kube/objects/built-in.ts';
import { atServer, type ServedCluster } from './at-server.ts';
import { AUTO } from './objects.ts';
import { until } from './stage.ts';

const both = {
  containers: [{ name: 'main', image: 'none', envFrom: [{ configMapRef: { name: 'cm' } }, { secretRef: { name: 'secret' } }] }],
};

/** A namespace, and whether a Deployment in it rolls for its ConfigMap and for its Secret. */
interface Side {
  readonly namespace: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly sourceLabels?: Readonly<Record<string, string>>;
  readonly rolls: readonly ('cm' | 'secret')[];
}
const all = ['cm', 'secret'] as const;

/** What the flags do, whichever API server serves the objects. */
export function obeysFlags(startServer: () => Promise<ServedCluster>): void {
  const served = atServer(startServer);
  const { startHere } = served;

  it.each<
    [string, { readonly args?: readonly string[]; readonly env?: Readonly<Record<string, string>>; readonly sides: readonly Side[] }]
  >([
    [
      'all namespaces',
      {
        sides: [
          { namespace: 'anywhere', rolls: all },
          { namespace: 'elsewhere', rolls: all },
        ],
      },
    ],
    [
      'auto-reload-all',
      {
        args: ['--auto-reload-all'],
        sides: [
          { namespace: 'unannotated', annotations: {}, rolls: all },
          { namespace: 'opted-out', annotations: { 'reloader.stakater.com/auto': 'false' }, rolls: [] },
        ],
      },
    ],
    ['no Secrets', { args: ['--resources-to-ignore=Secrets'], sides: [{ namespace: 'no-secrets', rolls: ['cm'] }] }],
    ['no ConfigMaps', { args: ['--resources-to-ignore=configMaps'], sides: [{ namespace: 'no-configmaps', rolls: ['secret'] }] }],
    [
      'ignored namespaces',
      {
        args: ['--namespaces-to-ignore=other,ignored'],
        sides: [
          { namespace: 'not-ignored', rolls: all },
          { namespace: 'ignored', rolls: [] },
        ],
      },
    ],
    [
      'selected namespaces',
      {
        args: ['--namespace-selector=env:test'],
        sides: [
          { namespace: 'selected', labels: { env: 'test' }, rolls: all },
          { namespace: 'not-selected', labels: { env: 'other' }, rolls: [] },
        ],
      },
    ],
    [
      'its own namespace alone',
      {
        env: { KUBERNETES_NAMESPACE: 'own' },
        sides: [
          { namespace: 'own', rolls: all },
          { namespace: 'not-own', rolls: [] },
        ],
      },
    ],
    [
      'listed namespaces',
      {
        args: ['--namespaces=listed,release'],
        sides: [
          { namespace: 'listed', rolls: all },
          { namespace: 'release', rolls: all },
          { namespace: 'not-listed', rolls: [] },
        ],
      },
    ],
    [
      'labelled sources',
      {
        args: ['--resource-label-selector=reload=true'],
        sides: [
          { namespace: 'labelled', sourceLabels: { reload: 'true' }, rolls: all },
          { namespace: 'unlabelled', rolls: [] },
        ],
      },
    ],
  ])('are obeyed: %s', async (_, { args = [], env = {}, sides }) => {
    const stages = sides.map((side) => ({ side, here: served.on(side.namespace) }));
    await Promise.all(
      stages.map(({ here, side: { annotations = AUTO, labels = {}, sourceLabels = {} } }) =>
        here.build({ parts: { annotations, pod: both }, labels, sourceLabels, kinds: [deployments] }),
      ),
    );
    startHere(args, { env });
    for (const { side, here } of stages) if (side.rolls.length > 0) await here.recorded(true);
    const types = ['ConfigMap', 'Secret'].filter((type) => !args.join().toLowerCase().includes(`ignore=${type.toLowerCase()}s`));
    for (const source of all) {
      for (const { here } of stages) await here.change([source]);
      for (const { side, here } of stages) if (side.rolls.length > 0) await here.fence(types);
      for (const { side, here } of stages) {
        const isMarked = async () => (await here.markers()).flat().some((marker) => marker.startsWith(`STAKATER_${source.toUpperCase()}_`));
        if (side.rolls.includes(source)) await until(isMarked);
        expect([side.namespace, source, await isMarked()]).toEqual([side.namespace, source, side.rolls.includes(source)]);
      }
    }
  });
}
