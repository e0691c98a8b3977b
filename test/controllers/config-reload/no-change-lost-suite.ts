import { expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { APPLIED } from '../../../controllers/config-reload/seen/annotation-keys.ts';
import { contentMarker } from '../../../controllers/config-reload/seen/marker.ts';
import { parseRecord } from '../../../controllers/config-reload/seen/record.ts';
import { configMaps, deployments, events, namespaces, replicaSets, type Deployment } from '../../../kube/objects/built-in.ts';
import type { Client } from '../../../kube/client/client.ts';
import type { ControllerHere } from '../runtime/controller-here.ts';
import { atServer, type ServedCluster } from './at-server.ts';
import { AUTO, configMap, fromConfigMap, workload } from './objects.ts';
import { markersOf } from './scenarios.ts';
import { until, type Stage } from './stage.ts';

const REVISION = 'deployment.kubernetes.io/revision';
const markerOf = (value: string): string => contentMarker([['key', value]]);

/** `kubectl rollout undo`: the Deployment `web` gets back the template of that revision, and the annotations of its ReplicaSet. */
export type Undo = (
  cluster: { readonly kubeconfig: string; readonly client: Client },
  to: { readonly namespace: string; readonly revision: number },
) => Promise<void>;

/** What holds of the first moments, of records and of undone rollouts, whichever API server serves them. */
export function noChangeLost(startServer: () => Promise<ServedCluster>, undo: Undo): void {
  const served = atServer(startServer);
  const { endAll } = served;
  let latest: ControllerHere | undefined;
  const start = (...args: string[]): ControllerHere => (latest = served.startHere(args));
  const get = (namespace: string, name = 'web'): Promise<Deployment> => served.client.get(deployments, { namespace, name });
  const markers = async (namespace: string, name = 'web') => markersOf(await get(namespace, name));
  const recordOf = async (namespace: string, name = 'web') => (await get(namespace, name)).metadata?.annotations?.[APPLIED];
  const recordedSources = async (namespace: string) => JSON.stringify(parseRecord(await recordOf(namespace))?.sources);
  const isRecorded = async (namespace: string, name: string) => (await recordOf(namespace, name)) !== undefined;
  const write = (namespace: string, name: string, value: string) =>
    served.client.patch(configMaps, { namespace, name }, { merge: { data: { key: value } } });
  const make = async (namespace: string, name: string): Promise<void> => {
    await served.client.create(configMaps, configMap(name, { key: 'first' }, { namespace }));
    await served.client.create(deployments, workload(name, { namespace, pod: fromConfigMap(name) }));
  };
  async function settled(namespace: string, ...args: string[]): Promise<Stage> {
    const here = served.on(namespace);
    await here.build({ parts: { annotations: AUTO, pod: fromConfigMap('cm') }, kinds: [deployments], without: ['secret', 'secret-2'] });
    start(`--namespaces=${namespace}`, ...args);
    await here.recorded(true);
    return here;
  }
  const rolledFor = (namespace: string, name: string, source: string, value: string) =>
    until(
      async () =>
        (await markers(namespace, name)).join() === `STAKATER_${source.toUpperCase().replaceAll('-', '_')}_CONFIGMAP=${markerOf(value)}`,
    );

  it.each([
    ['1s', [0, 100, 300, 500, 700, 900]],
    ['3s', [0, 1_000, 2_000, 2_700]],
  ])('with --debounce=%s, what changes within that time after a Deployment was made rolls it, once', async (debounce, offsets) => {
    const namespace = `young-${debounce}`;
    await served.client.create(namespaces, { metadata: { name: namespace } });
    start(`--namespaces=${namespace}`, `--debounce=${debounce}`);
    await make(namespace, 'quiet');
    await until(() => isRecorded(namespace, 'quiet'));
    await Promise.all(
      offsets.map(async (ms) => {
        await make(namespace, `web-${ms}`);
        await pause(ms);
        await write(namespace, `web-${ms}`, 'updated');
        await rolledFor(namespace, `web-${ms}`, `web-${ms}`, 'updated');
        // Made, noted, rolled: each write of an annotation or of the template is a generation.
        expect((await get(namespace, `web-${ms}`)).metadata?.generation).toBe(3);
      }),
    );
    expect(await markers(namespace, 'quiet')).toEqual([]);
  });

  it('while 200 Deployments are noted for the first time, every change rolls what it concerns, and nothing else rolls', async () => {
    const namespace = 'many';
    await served.client.create(namespaces, { metadata: { name: namespace } });
    const names = Array.from({ length: 200 }, (_, at) => `web-${at}`);
    await Promise.all(names.map((name) => make(namespace, name)));
    await pause(1_100); // what is written from now on is of a later second
    start(`--namespaces=${namespace}`, '--debounce=1s');
    await until(async () =>
      (await served.client.list(deployments, { namespace })).items.some(({ metadata }) => metadata?.annotations?.[APPLIED]),
    );
    const changed = names.filter((_, at) => at % 4 === 0);
    await Promise.all(changed.map((name) => write(namespace, name, 'updated')));
    const all = async () => (await served.client.list(deployments, { namespace })).items;
    await until(async () => {
      const rolled = (await all()).filter((object) => markersOf(object).length > 0);
      return rolled.length >= changed.length;
    });
    await until(async () => (await all()).every(({ metadata }) => metadata?.annotations?.[APPLIED] !== undefined));
    const rolled = (await all()).filter((object) => markersOf(object).length > 0).map(({ metadata }) => metadata?.name ?? '');
    expect(new Set(rolled)).toEqual(new Set(changed));
    expect((await all()).filter(({ metadata }) => (metadata?.generation ?? 0) > 3)).toEqual([]);
  });

  it('what has changed since a template was written is told by the times of both, where no process was there', async () => {
    const namespace = 'times';
    await served.client.create(namespaces, { metadata: { name: namespace } });
    for (const name of ['changed', 'quiet']) await make(namespace, name);
    await pause(1_100); // times are known to the second
    await write(namespace, 'changed', 'updated');
    await served.client.patch(
      configMaps,
      { namespace, name: 'quiet' },
      { merge: { metadata: { labels: { new: 'label' } } } },
      { fieldManager: 'labeller' },
    );
    start(`--namespaces=${namespace}`, '--debounce=0');
    await rolledFor(namespace, 'changed', 'changed', 'updated');
    await until(() => isRecorded(namespace, 'quiet'));
    expect(await markers(namespace, 'quiet')).toEqual([]);
  });

  /** What the deployment controller does: a ReplicaSet for the template, with the annotations of the Deployment. */
  async function revise(namespace: string, revision: number): Promise<void> {
    const { metadata, spec } = await get(namespace);
    const labels = { app: 'web', 'pod-template-hash': String(revision) };
    await served.client.create(replicaSets, {
      metadata: {
        namespace,
        name: `web-${revision}`,
        labels,
        annotations: { ...metadata?.annotations, [REVISION]: String(revision) },
        ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: metadata?.uid ?? '', controller: true }],
      },
      spec: {
        replicas: 0,
        selector: { matchLabels: labels },
        template: { ...spec?.template, metadata: { ...spec?.template.metadata, labels } },
      },
    });
    await served.client.patch(
      deployments,
      { namespace, name: 'web' },
      { merge: { metadata: { annotations: { [REVISION]: String(revision) } } } },
    );
  }

  it.each(['running', 'down'])('a rollout that is undone while it is %s stays undone, and the next change rolls once', async (state) => {
    const namespace = `undone-${state}`;
    const here = await settled(namespace);
    await revise(namespace, 1);
    await here.change(['cm']);
    await rolledFor(namespace, 'web', 'cm', 'updated');
    await revise(namespace, 2);
    const newest = await recordedSources(namespace);
    if (state === 'down') {
      await endAll();
      await pause(1_100); // times are known to the second
    }
    await undo({ kubeconfig: served.server.kubeconfig, client: served.client }, { namespace, revision: 1 });
    if (state === 'down') start(`--namespaces=${namespace}`);
    await here.fence(['ConfigMap']);
    await until(async () => (await recordedSources(namespace)) === newest);
    expect(await markers(namespace)).toEqual([]);
    await here.write('cm', 'third');
    await rolledFor(namespace, 'web', 'cm', 'third');
    await here.fence(['ConfigMap']);
    expect(await markers(namespace)).toEqual([`STAKATER_CM_CONFIGMAP=${markerOf('third')}`]);
  });

  it.each(['running', 'down'])(
    'what changes back, after a rollout was undone while it is %s, rolls once: the marker that came back says nothing of the pods',
    async (state) => {
      const namespace = `back-${state}`;
      const here = await settled(namespace);
      for (const [revision, value] of ['second', 'third'].entries()) {
        await here.write('cm', value);
        await rolledFor(namespace, 'web', 'cm', value);
        await revise(namespace, revision + 1);
      }
      if (state === 'down') {
        await endAll();
        await pause(1_100); // times are known to the second
      }
      await undo({ kubeconfig: served.server.kubeconfig, client: served.client }, { namespace, revision: 1 });
      if (state === 'down') await pause(1_100);
      else await here.fence(['ConfigMap']);
      const before = await get(namespace);
      await here.write('cm', 'second');
      if (state === 'down') start(`--namespaces=${namespace}`);
      const template = ({ spec }: Deployment) => JSON.stringify(spec?.template);
      await until(async () => template(await get(namespace)) !== template(before));
      const rolled = template(await get(namespace));
      await here.fence(['ConfigMap']);
      expect([template(await get(namespace)), (await markers(namespace)).length]).toEqual([rolled, 1]);
    },
  );

  it('a record that an operator takes away again and again is written ever more seldom, and the operator is named', async () => {
    const namespace = 'operated';
    const here = await settled(namespace);
    const strip = () =>
      served.client.patch(
        deployments,
        { namespace, name: 'web' },
        { merge: { metadata: { annotations: { [APPLIED]: null, touched: String(performance.now()) } } } },
        { fieldManager: 'my-operator' },
      );
    await strip();
    await until(async () => (await recordOf(namespace)) !== undefined);
    await strip();
    await here.fence(['ConfigMap']);
    expect(await recordOf(namespace)).toBeUndefined();
    await here.change(['cm']);
    await rolledFor(namespace, 'web', 'cm', 'updated');
    await until(async () =>
      (await served.client.list(events, { namespace })).items.some(
        ({ reason, message }) => reason === 'RecordRemoved' && message?.includes('by "my-operator"') === true,
      ),
    );
  });

  it('whoever else changes a Deployment all the time does not delay its roll by a conflict', async () => {
    const namespace = 'busy';
    const here = await settled(namespace);
    const controller = latest;
    const stop = new AbortController();
    const editing = (async () => {
      for (let at = 0; !stop.signal.aborted; at++)
        await served.client.patch(
          deployments,
          { namespace, name: 'web' },
          { merge: { metadata: { annotations: { edited: String(at) } } } },
        );
    })();
    await here.change(['cm']);
    await rolledFor(namespace, 'web', 'cm', 'updated');
    stop.abort();
    await editing;
    expect(JSON.stringify(controller?.logs)).not.toContain('decided on any more');
  });
}
