import { setTimeout as pause } from 'node:timers/promises';
import { APPLIED } from '../../../../controllers/config-reload/seen/annotation-keys.ts';
import { configMaps, deployments, namespaces } from '../../../../kube/objects/built-in.ts';
import { startController, type ControllerProcess } from '../../runtime/controller-process.ts';
import { until } from '../../../until.ts';
import { seeded } from '../../../worker/market/seeded.ts';
import { AUTO, configMap, fromConfigMap, workload } from '../objects.ts';
import { markersOf } from '../scenarios.ts';
import { watchPods } from './pods.ts';
import type { TrialOptions } from './trial.ts';

export interface AnyOrderOptions extends Pick<TrialOptions, 'kubeconfig' | 'client' | 'namespace' | 'seed'> {
  readonly steps: number;
}

export interface AnyOrderResult {
  readonly did: readonly string[];
  /** What the pods have at the end, and what the ConfigMap has. */
  readonly pods: string | undefined;
  readonly newest: string | undefined;
  readonly rolls: number;
  readonly changes: number;
}

/** Times of writing are known to the second: where they alone tell what came first, each write is of a second of its own. */
const SECOND_MS = 1_050;
/** A process that has seen all of it needs no times. */
const QUICK_MS = 400;
const WITHOUT_MEMORY = new Set(['restart', 'take the record away']);
/** What is done three times as often as the rest. */
const OFTEN = new Set(['annotate', 'restart', 'take the record away', 'undo', 'write a', 'write b', 'write c']);

/** A Deployment, its ConfigMap and the controller, to which everything happens that can, in an order of the seed. */
export async function anyOrder({ kubeconfig, client, namespace, seed, steps }: AnyOrderOptions): Promise<AnyOrderResult> {
  const random = seeded(seed);
  await client.create(namespaces, { metadata: { name: namespace } });
  const world = await watchPods(client, namespace);
  const [web, settings] = [
    { namespace, name: 'web' },
    { namespace, name: 'settings' },
  ];
  const args = [
    '--leader-elect=false',
    `--namespaces=${namespace}`,
    '--resources-to-ignore=secrets',
    random.pick(['--debounce=1s', '--debounce=0']),
  ];
  let controller: ControllerProcess = startController({ name: 'config-reload', kubeconfig, args });
  const restart = async (): Promise<void> => {
    controller.kill('SIGKILL');
    await controller.ended;
    controller = startController({ name: 'config-reload', kubeconfig, args });
  };
  let changes = 0;
  const isMade = () => world.newestTemplate !== undefined;
  const edit = async (what: 'template' | 'else', patch: Parameters<typeof client.patch>[2], fieldManager: string): Promise<void> => {
    if (isMade()) world.wrote(await client.patch(deployments, web, patch, { fieldManager }), what);
  };
  const write = async (value: string): Promise<void> => {
    if (world.newest === value) return;
    if (world.newest === undefined) await client.create(configMaps, configMap('settings', { key: value }, { namespace }));
    else {
      changes += 1;
      await client.patch(configMaps, settings, { merge: { data: { key: value } } });
    }
  };
  const acts: Readonly<Record<string, () => Promise<void>>> = {
    async make() {
      const made = workload('web', { namespace, annotations: {}, pod: fromConfigMap('settings') });
      if (!isMade()) world.wrote(await client.create(deployments, made), 'template');
    },
    annotate: () => edit('else', { merge: { metadata: { annotations: AUTO } } }, 'kubectl-annotate'),
    'one more image': () => edit('template', { strategic: imageOf(String(random.below(1_000))) }, 'kubectl-edit'),
    'take the record away': () => edit('else', { merge: { metadata: { annotations: { [APPLIED]: null } } } }, 'my-operator'),
    async undo() {
      const former = world.former;
      if (former === undefined) return;
      const replace = (path: string, value: unknown) => ({ op: 'replace' as const, path, value });
      await edit(
        'template',
        { json: [replace('/spec/template', former.template), replace('/metadata/annotations', former.annotations)] },
        'kubectl-rollout',
      );
    },
    restart,
    'write a': () => write('a'),
    'write b': () => write('b'),
    'write c': () => write('c'),
  };
  const isQuick = random() < 0.5;
  const possible = Object.keys(acts).filter((name) => !isQuick || !WITHOUT_MEMORY.has(name));
  const names = possible.flatMap((name) => Array.from({ length: OFTEN.has(name) ? 3 : 1 }, () => name));
  // What the rest is about comes early, in any order.
  const first = ['make', 'annotate', 'write b'].map((act) => ({ act, at: random() })).toSorted((one, other) => one.at - other.at);
  const did = [...first.map(({ act }) => act), ...Array.from({ length: steps }, () => random.pick(names))];
  try {
    for (const act of [...did, 'write a', 'make', 'annotate']) {
      await acts[act]?.();
      await world.caughtUp();
      // What is asked for may come in the middle of what is being done.
      await pause(isQuick ? random.below(QUICK_MS) : SECOND_MS + random.below(QUICK_MS));
    }
    const isRight = () => world.pods !== undefined && world.pods === world.newest;
    await until('the newest content', isRight, { seconds: 30 }).catch(() => undefined);
    await fence();
    const { pods, newest, rolls } = world;
    return { did, pods, newest, rolls, changes };
  } finally {
    controller.kill('SIGKILL');
    await controller.ended;
    await world.stop();
  }

  /** Another Deployment has rolled for a later change. */
  async function fence(): Promise<void> {
    await client.create(configMaps, configMap('fence', { key: 'first' }, { namespace }));
    await client.create(deployments, workload('fence', { namespace, pod: fromConfigMap('fence') }));
    await client.patch(configMaps, { namespace, name: 'fence' }, { merge: { data: { key: 'second' } } });
    await until('the fence', async () => markersOf(await client.get(deployments, { namespace, name: 'fence' })).length > 0);
  }
}

const imageOf = (image: string) => ({ spec: { template: { spec: { containers: [{ name: 'main', image }] } } } });
