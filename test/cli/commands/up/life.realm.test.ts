import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { abortOf } from '../../../../ground/time/abort.ts';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { audit } from '../../../../cli/commands/audit.ts';
import { connect, type Connection } from '../../../../kube/connect.ts';
import { configMaps, deployments, events, pods, type Pod } from '../../../../kube/objects/built-in.ts';
import { follow } from '../../../../kube/follow/follow.ts';
import { reflect } from '../../../../kube/follow/reflect.ts';
import { createStore } from '../../../../kube/follow/store.ts';
import { portsOf } from '../../../../local/node/pods/ports.ts';
import { until } from '../../../until.ts';
import { outcomeIn } from '../../invocation.ts';
import { startUp, type Started } from './started.ts';

const KINGDOM = 'kingdom-of-quick';

// Without kubectl there is nothing to try.
const itWithKubectl = spawnSync('kubectl', ['version', '--client'], { stdio: 'ignore' }).status === 0 ? it : it.skip;

interface Books {
  readonly id: string;
  readonly goods: Readonly<Record<string, { readonly produced: number; readonly balances: boolean }>>;
}

describe('a realm on this machine', () => {
  let started: Started;
  let connection: Connection;
  let folder: string;
  let kubeconfig: string;
  const over = new AbortController();
  const people = createStore<Pod>();
  let changed = new AbortController();
  let watching: Promise<void>;

  beforeAll(async () => {
    started = startUp('--realm', join('test', 'cli', 'commands', 'up', 'quick-realm-with-controllers.ts'));
    kubeconfig = (await started.line(/^export KUBECONFIG=/)).slice('export KUBECONFIG='.length);
    folder = dirname(kubeconfig);
    connection = await connect({ env: {}, kubeconfig });
    watching = (async () => {
      for await (const _ of follow(reflect(connection.client, pods, { signal: over.signal }), people)) changed.abort();
    })();
  });
  afterAll(async () => {
    over.abort();
    await watching;
    await connection.close();
    started.child.kill('SIGINT');
    expect(await started.ended).toBe(0);
    expect(existsSync(folder)).toBe(false);
  });

  /** Resolves with what `find` finds, now or after a change of a pod. */
  const eventually = async <T>(find: (all: readonly Pod[]) => T | undefined): Promise<T> => {
    for (;;) {
      const found = find([...people.store.values()]);
      if (found !== undefined) return found;
      changed = new AbortController();
      await abortOf(changed.signal);
    }
  };
  const isReady = (pod: Pod) =>
    pod.metadata?.deletionTimestamp === undefined &&
    pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') === true;
  const readyPods = (shop: string, count = 1, except: readonly string[] = []) =>
    eventually((all) => {
      const found = all.filter(
        (pod) => pod.metadata?.labels?.['shop'] === shop && isReady(pod) && !except.includes(pod.metadata.uid ?? ''),
      );
      return found.length === count ? found : undefined;
    });
  const one = async (shop: string, except: readonly string[] = []) => {
    const [pod] = await readyPods(shop, 1, except);
    if (pod === undefined) throw new Error('no pod');
    return pod;
  };
  const books = async (pod: Pod): Promise<Books> =>
    (await (await fetch(`http://127.0.0.1:${portsOf(pod).get(8080) ?? 0}/books`)).json()) as Books;
  /** Asks again with each sign that the worker puts up. */
  const eventuallyBooks = async (pod: Pod, isEnough: (found: Books) => boolean): Promise<Books> => {
    for (;;) {
      const found = await books(pod);
      if (isEnough(found)) return found;
      const seen = people.store.get(`${KINGDOM}/${pod.metadata?.name ?? ''}`)?.metadata?.resourceVersion;
      await eventually((all) => all.find(({ metadata }) => metadata?.uid === pod.metadata?.uid && metadata?.resourceVersion !== seen));
    }
  };
  const pidOf = (pod: Pod): number => {
    const directions = join(folder, 'pods', pod.metadata?.uid ?? '', 'volumes', 'config', 'directions.json');
    return processes().find(({ command }) => command.includes(directions))?.pid ?? Number.NaN;
  };

  it('runs each pod with its directions, and keeps them up to date', async () => {
    const pod = await one('carver');
    const file = join(folder, 'pods', pod.metadata?.uid ?? '', 'volumes', 'config', 'directions.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject([
      { product: 'bowl', productInputList: [{ product: 'wood', store: 'http://woodworker' }] },
    ]);
  });

  it('starts a worker again that was killed, on its books', async () => {
    const pod = await one('woodworker');
    const before = await books(pod);
    process.kill(pidOf(pod), 'SIGKILL');
    await eventually((all) =>
      all.find(({ metadata, status }) => metadata?.uid === pod.metadata?.uid && status?.containerStatuses?.[0]?.restartCount === 1),
    );
    const again = await one('woodworker');
    expect(again.status?.containerStatuses?.[0]?.lastState?.terminated).toMatchObject({ exitCode: 137, signal: 9, reason: 'Error' });
    const after = await books(again);
    expect(after.id).toBe(before.id);
    expect(after.goods['wood']?.produced).toBeGreaterThanOrEqual(before.goods['wood']?.produced ?? Number.NaN);
    expect(after.goods['wood']?.balances).toBe(true);
  });

  it('replaces a pod that was deleted', async () => {
    const pod = await one('woodworker');
    await connection.client.delete(pods, { namespace: KINGDOM, name: pod.metadata?.name ?? '' });
    const next = await one('woodworker', [pod.metadata?.uid ?? '']);
    expect(next.metadata?.name).not.toBe(pod.metadata?.name);
    await eventually((all) => (all.some(({ metadata }) => metadata?.uid === pod.metadata?.uid) ? undefined : true));
    expect(existsSync(join(folder, 'pods', pod.metadata?.uid ?? ''))).toBe(false);
  });

  it('scales up and down, and a new generation takes the place of the old one', async () => {
    const scale = (replicas: number) =>
      connection.client.patch(deployments, { namespace: KINGDOM, name: 'carver' }, { merge: { spec: { replicas } } });
    await scale(2);
    const two = await readyPods('carver', 2);
    await scale(1);
    await readyPods('carver', 1);
    await connection.client.patch(
      deployments,
      { namespace: KINGDOM, name: 'carver' },
      { merge: { spec: { template: { metadata: { annotations: { restarted: 'now' } } } } } },
    );
    const fresh = await one(
      'carver',
      two.map(({ metadata }) => metadata?.uid ?? ''),
    );
    expect(fresh.metadata?.annotations?.['restarted']).toBe('now');
  });

  it('rolls a shop whose directions changed, and no other', async () => {
    const [woodworker, carver] = [await one('woodworker'), await one('carver')];
    const name = { namespace: KINGDOM, name: 'carver-directions' };
    const { data } = await connection.client.get(configMaps, name);
    await connection.client.patch(configMaps, name, {
      merge: { data: { 'directions.json': (data?.['directions.json'] ?? '').replace('"minimum":1', '"minimum":2') } },
    });
    const rolled = await one('carver', [carver.metadata?.uid ?? '']);
    const file = join(folder, 'pods', rolled.metadata?.uid ?? '', 'volumes', 'config', 'directions.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject([{ product: 'bowl', minimum: 2 }]);
    expect((await one('woodworker')).metadata?.uid).toBe(woodworker.metadata?.uid);
  });

  it('goes on after everything stood still, as when a laptop sleeps', async () => {
    const all = [
      started.child.pid ?? 0,
      ...processes()
        .filter(({ command }) => command.includes(folder))
        .map(({ pid }) => pid),
    ];
    const pod = await one('woodworker');
    const before = await books(pod);
    for (const pid of all) process.kill(pid, 'SIGSTOP');
    const asleep = new AbortController();
    const clock = performance.now();
    const unanswered = fetch(`http://127.0.0.1:${portsOf(pod).get(8080) ?? 0}/books`, { signal: asleep.signal }).then(
      () => 'answered',
      () => 'silent',
    );
    const pause = new Promise<string>((resolve) => setTimeout(() => resolve('asleep'), 2_000)); // the time that it sleeps is what is tried
    expect(await Promise.race([unanswered, pause])).toBe('asleep');
    for (const pid of all) process.kill(pid, 'SIGCONT');
    asleep.abort();
    expect(performance.now() - clock).toBeGreaterThanOrEqual(1_900);
    const after = await eventuallyBooks(pod, ({ goods }) => (goods['wood']?.produced ?? 0) > (before.goods['wood']?.produced ?? Infinity));
    expect(after.id).toBe(before.id);
  });

  itWithKubectl('lets kubectl follow, roll back and look at everything', async () => {
    const kubectl = (...args: readonly string[]) =>
      execFileSync('kubectl', ['--kubeconfig', kubeconfig, '-n', KINGDOM, ...args], { encoding: 'utf8' });
    expect(kubectl('rollout', 'history', 'deployment/carver')).toMatch(/^1 .*\n2 .*\n/m);
    expect(kubectl('rollout', 'undo', 'deployment/carver')).toContain('rolled back');
    expect(kubectl('rollout', 'status', 'deployment/carver', '--timeout=60s')).toContain('successfully rolled out');
    expect(kubectl('get', 'deployment/carver', '-o', 'jsonpath={.status.readyReplicas}')).toBe('1');
    const { metadata } = await one('carver');
    expect(kubectl('describe', 'pod', metadata?.name ?? '')).toMatch(/Normal +Started .*Container started/);
    const logs = spawn('kubectl', ['--kubeconfig', kubeconfig, '-n', KINGDOM, 'logs', '-f', metadata?.name ?? ''], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const watch = spawn('kubectl', ['--kubeconfig', kubeconfig, '-n', KINGDOM, 'get', 'pods', '-w', '-o', 'name'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const [[line], [name]] = await Promise.all([once(logs.stdout, 'data'), once(watch.stdout, 'data')]);
      expect(String(line)).toContain('"shop":"carver');
      expect(String(name)).toContain('pod/');
    } finally {
      for (const child of [logs, watch]) child.kill('SIGKILL');
    }
  });

  it('has books that agree, after all that', async () => {
    const { code, stdout, stderr } = await outcomeIn({ env: { KUBECONFIG: kubeconfig } }, audit);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/the books of \d+ workers agree\n$/);
  });

  it('says why a container of another image does not run', async () => {
    const spec = { containers: [{ name: 'web', image: 'nginx:1' }] };
    await connection.client.create(pods, { metadata: { name: 'stranger', namespace: 'default' }, spec });
    const pod = await eventually((all) =>
      all.find(
        ({ metadata, status }) =>
          metadata?.name === 'stranger' && status?.containerStatuses?.[0]?.state?.waiting?.reason === 'ErrImagePull',
      ),
    );
    expect(pod.status?.containerStatuses?.[0]?.state?.waiting?.message).toBe(
      'image "nginx:1" cannot be run here: this machine runs only civ8s, as processes; use a cluster for other images',
    );
    const told = await until('its Events', async () => {
      const { items } = await connection.client.list(events, { namespace: 'default', fieldSelector: 'involvedObject.name=stranger' });
      return items.some(({ reason }) => reason === 'Failed') && items;
    });
    const tellers = new Map(told.map(({ reason, source }) => [reason, source?.component]));
    expect([tellers.get('Scheduled'), tellers.get('Failed')]).toEqual(['default-scheduler', 'kubelet']);
  });
});

describe('a realm whose civ up is killed', () => {
  it('ends by itself, and the next one finds nothing of it', async () => {
    const started = startUp();
    const kubeconfig = (await started.line(/^export KUBECONFIG=/)).slice('export KUBECONFIG='.length);
    await started.line(/woodworker is ready/);
    const folder = dirname(kubeconfig);
    const children = () => processes().filter(({ command }) => command.includes(folder));
    expect(children().length).toBeGreaterThan(0);
    started.child.kill('SIGKILL');
    expect(await started.ended).toBe('SIGKILL');
    await until('its processes to end', () => children().length === 0);
    const next = startUp();
    await next.line(/^export KUBECONFIG=/);
    expect(existsSync(folder)).toBe(false);
    next.child.kill('SIGINT');
    expect(await next.ended).toBe(0);
  });
});

/** What runs on this machine. */
const processes = () =>
  execFileSync('ps', ['-axww', '-o', 'pid=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => {
      const [pid = '', ...command] = line.trim().split(' ');
      return { pid: Number(pid), command: command.join(' ') };
    });
