import { beforeAll, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { APPLIED } from '../../../controllers/config-reload/seen/annotation-keys.ts';
import { DIGEST_KEY_SECRET } from '../../../controllers/config-reload/follow/digest-key.ts';
import { parseRecord } from '../../../controllers/config-reload/seen/record.ts';
import { STATE_CONFIG_MAP } from '../../../controllers/config-reload/follow/replacements.ts';
import { configMaps, cronJobs, daemonSets, deployments, jobs, namespaces, pods, secrets } from '../../../kube/objects/built-in.ts';
import type { KubeObject } from '../../../kube/objects/resource.ts';
import { describeAlsoReal } from '../../real/api-server.ts';
import type { ProxiedRequest, RequestProxy } from '../../real/request-proxy.ts';
import { atRealServer } from './at-real-server.ts';
import { AUTO, configMap, fromConfigMap, fromSecret, podTemplate, secret, workload } from './objects.ts';
import { markersOf } from './scenarios.ts';
import { until } from './stage.ts';

const PAUSE = { ...AUTO, 'deployment.reloader.stakater.com/pause-period': '1s' };
const QUIET = ['--events=false', '--state-namespace=state'];
/** So many writes has a change of everything that is there. */
const WRITES = 13;

/** What is written, without what differs from run to run. */
const masked = (what: string): string =>
  what
    .replace(/ [^ /]+\/([^/]+)$/, ' $1')
    .replace(/(once-next|nightly)-\w+$/, '$1-*')
    .replace(/^(\w+ configmaps) .*/, '$1 the note of pods');

describeAlsoReal('config-reload, killed on a real API server', () => {
  const real = atRealServer();
  const template = { ...podTemplate('job', { pod: { ...fromConfigMap('cm'), restartPolicy: 'Never' } }), metadata: {} };
  const pod = async (namespace: string, name: string): Promise<void> => {
    await real.client.create(pods, {
      metadata: {
        namespace,
        name,
        labels: { app: 'pods' },
        ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'rs', uid: 'r', controller: true }],
      },
      spec: { containers: [{ name: 'main', image: 'none' }] },
    });
    await real.client.patch(
      pods,
      { namespace, name },
      { merge: { status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] } } },
      { subresource: 'status' },
    );
  };
  /** A workload of each sort, and pods that are replaced. */
  async function build(namespace: string): Promise<void> {
    const { client } = real;
    await client.create(namespaces, { metadata: { name: namespace } });
    await client.create(
      configMaps,
      configMap('cm', { key: 'first' }, { namespace, annotations: { 'magalix.com/podDeleteMatch': 'app=pods' } }),
    );
    await client.create(secrets, secret('secret', { key: 'first' }, { namespace }));
    await client.create(deployments, workload('web', { namespace, annotations: PAUSE, pod: fromConfigMap('cm') }));
    await client.create<KubeObject>(daemonSets, workload('agent', { namespace, pod: fromSecret('secret') }));
    await client.create(jobs, { metadata: { namespace, name: 'once', annotations: AUTO }, spec: { suspend: true, template } });
    await client.create(cronJobs, {
      metadata: { namespace, name: 'nightly', annotations: AUTO },
      spec: { schedule: '0 0 1 1 *', jobTemplate: { spec: { suspend: true, template } } },
    });
    for (const name of ['a', 'b']) await pod(namespace, name);
  }
  const everything = (namespace: string) =>
    [
      [deployments, 'web'],
      [daemonSets, 'agent'],
      [jobs, 'once'],
      [cronJobs, 'nightly'],
    ].map(([kind, name]) => ({ kind: kind as typeof cronJobs, name: { namespace, name: name as string } }));
  const records = (namespace: string) =>
    Promise.all(
      everything(namespace).map(async ({ kind, name }) =>
        parseRecord((await real.client.get(kind, name).catch(() => undefined))?.metadata?.annotations?.[APPLIED]),
      ),
    );
  const note = async (namespace: string) =>
    (await real.client.get(configMaps, { namespace: 'state', name: STATE_CONFIG_MAP }).catch(() => undefined))?.data?.[
      `${namespace}_ConfigMap_cm`
    ];
  const isNoted = async (namespace: string) =>
    (await note(namespace)) !== undefined && (await records(namespace)).every((record) => record !== undefined);
  async function change(namespace: string): Promise<void> {
    await real.client.patch(configMaps, { namespace, name: 'cm' }, { merge: { data: { key: 'updated' } } });
    await real.client.patch(secrets, { namespace, name: 'secret' }, { merge: { stringData: { key: 'updated' } } });
  }
  const podsOf = async (namespace: string) =>
    (await real.client.list(pods, { namespace })).items
      .map(({ metadata }) => metadata?.name ?? '')
      .sort()
      .join();
  /** Is all done that follows from the change? */
  async function isDone(namespace: string): Promise<boolean> {
    const [web, agent, all] = [
      await real.client.get(deployments, { namespace, name: 'web' }),
      await real.client.get(daemonSets, { namespace, name: 'agent' }),
      (await real.client.list(jobs, { namespace })).items,
    ];
    const names = all.map(({ metadata }) => metadata?.name ?? '');
    return (
      markersOf(web).length === 1 &&
      web.spec?.paused !== true &&
      markersOf(agent).length === 1 &&
      names.length === 2 &&
      names.includes('once') &&
      !names.some((name) => name.includes('next')) &&
      all.every(({ spec }) => spec?.template.spec?.containers[0]?.env?.[0]?.name === 'STAKATER_CM_CONFIGMAP') &&
      (await records(namespace))[3]?.runs === 1 &&
      (await podsOf(namespace)) === 'new-a,new-b' &&
      /"left":\[\]/.test((await note(namespace)) ?? '')
    );
  }
  /** What a ReplicaSet would do, and then what the test wants. */
  function keepingPods(proxy: RequestProxy, then: (request: ProxiedRequest) => void = () => undefined): RequestProxy {
    proxy.committed = async (request) => {
      if (request.resource === 'pods/eviction') await pod(request.namespace, `new-${request.what.split('/').at(-1)}`);
      then(request);
    };
    return proxy;
  }
  /** The writes of one namespace, or about it. */
  const writesIn = (namespace: string, ...all: readonly RequestProxy[]): readonly string[] =>
    all
      .flatMap(({ writes }) =>
        writes.filter((write) => write.namespace === namespace || (write.namespace === 'state' && write.body.includes(`"${namespace}_`))),
      )
      .map(({ what }) => masked(what));

  beforeAll(async () => {
    await real.client.create(namespaces, { metadata: { name: 'state' } });
    const all = ['reference', 'lost', ...Array.from({ length: WRITES }, (_, at) => `crash-${at}`)];
    await Promise.all(all.map(build));
    const first = real.startHere(QUIET);
    for (const namespace of all) await until(() => isNoted(namespace));
    await first.stop();
    await Promise.all(all.map(change));
  });

  it('15: after whichever write, the next process finishes, and nothing is written twice', async () => {
    const calm = keepingPods(await real.proxy());
    const undisturbed = real.startHere([...QUIET, '--namespaces=reference'], { through: calm });
    await until(() => isDone('reference'));
    await undisturbed.stop();
    const reference = writesIn('reference', calm);
    expect(reference).toHaveLength(WRITES);
    const points = reference.map((what, at) => ({
      namespace: `crash-${at}`,
      what,
      nth: reference.slice(0, at).filter((other) => other === what).length,
    }));

    const killed = async ({ namespace, what, nth }: (typeof points)[number]): Promise<RequestProxy> => {
      let left = nth;
      const proxy = keepingPods(await real.proxy(), (request) => {
        if (masked(request.what) === what && left-- === 0) controller.kill('SIGKILL');
      });
      const controller = real.start([...QUIET, `--namespaces=${namespace}`], { through: proxy });
      expect([what, await within(40_000, controller.ended)]).toEqual([what, 'SIGKILL']);
      return proxy;
    };
    const before: RequestProxy[] = [];
    for (let at = 0; at < points.length; at += 7) before.push(...(await Promise.all(points.slice(at, at + 7).map(killed))));
    const after = keepingPods(await real.proxy());
    const later = real.on('later');
    await later.build({ kinds: [] });
    real.startHere([...QUIET, `--namespaces=later,${points.map(({ namespace }) => namespace).join()}`], { through: after });
    for (const { namespace } of points) await until(() => isDone(namespace));
    await later.recorded(false);
    await later.fence();
    for (const [at, { namespace, what }] of points.entries())
      expect({ killedAfter: what, writes: [...writesIn(namespace, ...before.slice(at, at + 1), after)].sort() }).toEqual({
        killedAfter: what,
        writes: [...reference].sort(),
      });
  }, 150_000);

  it('16: it never hears that its writes were done, each the first time: nothing is written twice', async () => {
    const proxy = keepingPods(await real.proxy());
    const lost = new Set<string>();
    proxy.fate = ({ verb, what }) => {
      if (['get', 'list', 'watch'].includes(verb) || lost.has(masked(what))) return 'served';
      lost.add(masked(what));
      return 'lost';
    };
    real.startHere([...QUIET, '--namespaces=lost'], { through: proxy });
    await until(() => isDone('lost'));
    // Two of them are written a second time, with something else.
    expect([lost.size, writesIn('lost', proxy).length]).toEqual([WRITES - 2, WRITES]);
  });

  it('15: killed after it has made its key for Secrets, the next one takes that, and a change rolls once', async () => {
    const args = ['--events=false', '--namespaces=keys', '--state-namespace=keys'];
    const here = real.on('keys');
    await here.build({ parts: { pod: fromSecret('secret') }, kinds: [deployments] });
    const proxy = await real.proxy();
    proxy.committed = ({ verb, resource: kind }) => {
      if (verb === 'create' && kind === 'secrets') first.kill('SIGKILL');
    };
    const first = real.start(args, { through: proxy });
    expect(await first.ended).toBe('SIGKILL');
    const key = (await real.client.get(secrets, { namespace: 'keys', name: DIGEST_KEY_SECRET })).metadata?.uid;
    const second = real.start(args, { through: proxy });
    await here.recorded(true);
    second.kill('SIGKILL');
    await second.ended;
    await here.change(['secret']);
    real.startHere(args, { through: proxy });
    await here.allRolled();
    await here.fence();
    expect([
      (await real.client.get(secrets, { namespace: 'keys', name: DIGEST_KEY_SECRET })).metadata?.uid,
      proxy.writes.filter(({ what }) => what.endsWith('keys/web')).length,
    ]).toEqual([key, 2]);
  });
});

const within = async <T>(ms: number, result: Promise<T>): Promise<T | 'too late'> => {
  const over = new AbortController();
  const late = pause(ms, 'too late' as const, { signal: over.signal }).catch(() => 'too late' as const);
  try {
    return await Promise.race([result, late]);
  } finally {
    over.abort();
  }
};
