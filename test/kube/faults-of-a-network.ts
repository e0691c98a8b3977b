import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { setImmediate } from 'node:timers/promises';
import { ApiError } from '../../kube/errors/api-error.ts';
import { configMaps, namespaces, type ConfigMap } from '../../kube/objects/built-in.ts';
import type { Client, WatchEvent, WatchOptions } from '../../kube/client/client.ts';
import { connect, connectTo, type Connection, type ConnectToOptions } from '../../kube/connect.ts';
import { textOf } from '../../kube/client/exchange.ts';
import { loadContext, type User } from '../../kube/access/kubeconfig.ts';
import { metadataOf, resource, type KubeObject, type Resource } from '../../kube/objects/resource.ts';
import { startFaultingProxy, type FaultingProxy } from './faulting-proxy.ts';
import { startFollowing, type Following } from './following.ts';
import { createVirtualClock } from '../ground/time/virtual-clock.ts';
import { grant } from '../grant.ts';
import { until } from '../until.ts';

const definitions = resource<KubeObject & { readonly spec?: object }>(
  'apiextensions.k8s.io',
  'v1',
  'customresourcedefinitions',
  'CustomResourceDefinition',
  'cluster',
);
const gadgets = resource<KubeObject>('example.org', 'v1', 'gadgets', 'Gadget');
const widgets = resource<ConfigMap>('example.com', 'v1', 'widgets', 'Widget');

export interface ServerUnderTest {
  /** A kubeconfig file of its administrator. */
  readonly kubeconfig: string;
  /** The credentials of someone who may nothing yet. */
  readonly jane: User;
  /** Resumes no watch from before, and no connection stands. */
  forget(): Promise<void>;
  stop?(): Promise<void>;
}

/** The specification of a client on a server, with a network between them that can be made to fail. */
export function faultsOfANetwork(startServer: () => Promise<ServerUnderTest>): void {
  let server: ServerUnderTest;
  let proxy: FaultingProxy;
  let direct: Connection;
  const open: { stop(): Promise<unknown> }[] = [];
  beforeAll(async () => {
    server = await startServer();
    direct = await connect({ env: { KUBECONFIG: server.kubeconfig } });
    proxy = await startFaultingProxy({ port: Number(new URL(direct.server).port) });
  });
  afterEach(async () => {
    proxy.heal();
    await Promise.all(
      open
        .splice(0)
        .toReversed()
        .map((one) => one.stop()),
    );
  });
  afterAll(async () => {
    await direct.close();
    await proxy.stop();
    await server.stop?.();
  });

  /** A client whose every byte goes through the proxy. */
  const throughProxy = async (options: Partial<ConnectToOptions> = {}, user?: User): Promise<Client> => {
    const context = await loadContext({ env: {}, kubeconfig: server.kubeconfig });
    const cluster = { ...context.cluster, server: `https://127.0.0.1:${proxy.port}` };
    const connection = connectTo({ ...context, cluster, user: user ?? context.user }, { env: {}, ...options });
    open.push({ stop: () => connection.close() });
    return connection.client;
  };
  const following = (client: Client, options: Parameters<typeof startFollowing>[1]): Following => {
    const started = startFollowing(client, options);
    open.push(started);
    return started;
  };
  const kingdom = async (name: string): Promise<string> => {
    await direct.client.create(namespaces, { metadata: { name } });
    return name;
  };
  const put = (namespace: string, name: string, wood: number, more = ''): Promise<unknown> =>
    direct.client.patch(
      configMaps,
      { namespace, name },
      { apply: { metadata: { name, namespace }, data: { wood: String(wood), more } }, force: true },
    );
  const NEVER = new AbortController().signal;

  it('says so where the cluster does not have a kind, whatever is asked of it', async () => {
    const missing = 'the cluster has no gadgets.example.org of version v1: is its CustomResourceDefinition applied?';
    const name = { namespace: 'default', name: 'a' };
    const asked = [
      direct.client.list(gadgets),
      direct.client.get(gadgets, name),
      direct.client.create(gadgets, { metadata: name }),
      direct.client.watch(gadgets).next(),
    ];
    for (const answer of asked)
      await expect(answer).rejects.toMatchObject({
        code: 'not-found',
        message: expect.stringMatching(new RegExp(`^could not .*: ${missing.replace('?', '[?]')}$`)),
      });
    const unserved = resource<KubeObject>('apps', 'v1', 'gadgets', 'Gadget');
    await expect(direct.client.list(unserved)).rejects.toThrow(
      'could not list gadgets.apps: the cluster has no gadgets.apps of version v1',
    );
  });

  it('fault 4: follows all that happens, though the connection is cut after every few events', async () => {
    const namespace = await kingdom('cut');
    const client = await throughProxy();
    const clock = createVirtualClock({ pauses: 'jump' });
    proxy.cutAfter(25_000);
    const follow = following(client, { namespace, clock, random: () => 0 });
    for (let round = 1; round <= 40; round++) await put(namespace, `stock-${round % 4}`, round, 'x'.repeat(2_000));
    await follow.holds('stock-0 40', 'stock-1 37', 'stock-2 38', 'stock-3 39');
    expect(follow.errors.length).toBeGreaterThan(0);
    const told = follow.deltas.filter((delta) => delta.includes('stock-1'));
    expect(told.at(-1)).toMatch(/ 37$/);
    expect(told.every((delta, at) => at === 0 || delta.startsWith(`updated stock-1 ${told[at - 1]?.split(' ').at(-1) ?? ''} -> `))).toBe(
      true,
    );
  });

  it('fault 5: leaves a half-open connection, and misses nothing', async () => {
    const namespace = await kingdom('half-open');
    const clock = createVirtualClock();
    const follow = following(await throughProxy({ clock }), { namespace, clock, random: () => 0 });
    await follow.store.whenSynced(NEVER);
    proxy.freeze();
    await put(namespace, 'missed', 1);
    expect(follow.contents()).toEqual([]);
    proxy.heal();
    await clock.advance(295_000);
    await follow.failed(1);
    await clock.advance(800);
    await follow.told(1);
    expect([follow.contents(), follow.errors.map((error) => ApiError.is(error) && error.code)]).toEqual([['missed 1'], ['timeout']]);
  });

  it('faults 2 and 3: says so where a version has not been reached, and starts over with what there is', async () => {
    const namespace = await kingdom('expired');
    await put(namespace, 'stock', 1);
    const clock = createVirtualClock({ pauses: 'jump' });
    const { client } = direct;
    let lists = 0;
    /** Once this server was ahead of what it is now; then it failed, and was restored. */
    async function* restored<T extends KubeObject>(of: Resource<T>, options: WatchOptions = {}): AsyncGenerator<WatchEvent<T>> {
      if (!options.sendInitialEvents) throw new ApiError('unavailable', 'the server is being restored');
      lists += 1;
      if (lists === 1) yield { type: 'bookmark', resourceVersion: '99999999', initialEventsEnd: true };
      else yield* client.watch(of, options);
    }
    const follow = following({ ...client, watch: restored }, { namespace, clock, random: () => 0 });
    await follow.holds('stock 1');
    expect(follow.errors.map((error) => ApiError.is(error) && error.code)).toEqual(['unavailable', 'version-too-large']);
  });

  it('fault 1: tells of what it missed, deletes too, after the server has forgotten where it was', async () => {
    const namespace = await kingdom('forgotten');
    const clock = createVirtualClock({ pauses: 'jump' });
    for (const name of ['changed', 'gone', 'same']) await put(namespace, name, 1);
    const follow = following(await throughProxy(), { namespace, clock, random: () => 0 });
    await follow.told(3);
    proxy.cutOff();
    await put(namespace, 'changed', 2);
    await direct.client.delete(configMaps, { namespace, name: 'gone' });
    await put(namespace, 'new', 1);
    await server.forget();
    proxy.heal();
    await follow.told(6);
    expect(follow.contents()).toEqual(['changed 2', 'new 1', 'same 1']);
    expect([...follow.deltas].sort()).toEqual([
      'added changed 1',
      'added gone 1',
      'added new 1',
      'added same 1',
      'deleted gone 1',
      'updated changed 1 -> 2',
    ]);
    expect(follow.errors.map((error) => ApiError.is(error) && error.code)).toContain('expired');
  });

  it('fault 9: gets the same by lists as by WatchList', async () => {
    const namespace = await kingdom('lists');
    await Promise.all(Array.from({ length: 7 }, (_, at) => put(namespace, `stock-${at}`, at)));
    const { client } = direct;
    const pages = await Array.fromAsync(client.listPages(configMaps, { namespace, limit: 3 }));
    expect(pages.map(({ items }) => items.length)).toEqual([3, 3, 1]);
    expect(new Set(pages.map(({ resourceVersion }) => resourceVersion)).size).toBe(1);
    const streamed = following(client, { namespace });
    const old: Client = {
      ...client,
      watch: (of, options = {}) => {
        if (options.sendInitialEvents)
          throw new ApiError('invalid', 'sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled');
        return client.watch(of, options);
      },
    };
    const listed = following(old, { namespace });
    await Promise.all([streamed.told(7), listed.told(7)]);
    expect(listed.contents()).toEqual(streamed.contents());
    await put(namespace, 'stock-0', 9);
    await Promise.all([streamed.told(8), listed.told(8)]);
    expect([listed.deltas[7], listed.errors]).toEqual(['updated stock-0 0 -> 9', []]);
  });

  it('fault 16: finds its own object after the answer to a create was lost', async () => {
    const namespace = await kingdom('lost');
    const clock = createVirtualClock();
    const client = await throughProxy({ clock });
    await client.get(namespaces, { name: namespace });
    await setImmediate(); // a connection stands, and is free
    const name = { namespace, name: 'once' };
    proxy.loseAnswers();
    const lost = client.create(configMaps, { metadata: name, data: { wood: '1' } }).catch((error: unknown) => error);
    const seen = following(direct.client, { namespace });
    await seen.told(1);
    await clock.advance(65_000);
    expect(await lost).toMatchObject({ code: 'timeout', outcomeUnknown: true });
    proxy.heal();
    proxy.reset();
    const again: unknown = await client.create(configMaps, { metadata: name, data: { wood: '1' } }).catch((error: unknown) => error);
    expect(ApiError.is(again, 'already-exists')).toBe(true);
    const { metadata } = await client.get(configMaps, name);
    await client.delete(configMaps, name, { uid: metadata?.uid });
    await expect(client.delete(configMaps, name, { uid: metadata?.uid })).rejects.toMatchObject({ code: 'not-found' });
    await client.create(configMaps, { metadata: name });
    await expect(client.delete(configMaps, name, { uid: metadata?.uid })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('fault 22: comes back when it is allowed to', async () => {
    const namespace = await kingdom('granted');
    await put(namespace, 'stock', 1);
    const clock = createVirtualClock({ pauses: 'jump' });
    const follow = following(await throughProxy({}, server.jane), { namespace, clock, random: () => 0 });
    await follow.failed(3);
    expect(new Set(follow.errors.map((error) => ApiError.is(error) && error.code))).toEqual(new Set(['forbidden']));
    await grant(direct.client, 'jane', 'reader', [{ apiGroups: [''], resources: ['configmaps'], verbs: ['list', 'watch'] }]);
    await follow.told(1);
    expect(follow.contents()).toEqual(['stock 1']);
  });

  it('fault 22: follows a resource that is taken away and defined again', async () => {
    const namespace = await kingdom('defined');
    const { client } = direct;
    const clock = createVirtualClock({ pauses: 'jump' });
    const make = async (wood: string): Promise<void> => {
      await client.create(definitions, DEFINITION);
      await untilServed(client, namespace);
      await client.create(widgets, { metadata: { name: 'w', namespace }, data: { wood } });
    };
    const follow = following(client, { of: widgets, namespace, clock, random: () => 0 });
    await follow.failed(1);
    await make('1');
    await follow.holds('w 1');
    await client.delete(definitions, { name: 'widgets.example.com' });
    await follow.holds();
    await untilGone(client, namespace);
    await make('2');
    await follow.holds('w 2');
    expect(follow.deltas).toEqual(['added w 1', 'deleted w 1', 'added w 2']);
  });

  it('gives metadata alone where no more is asked for', async () => {
    const namespace = await kingdom('metadata');
    await put(namespace, 'stock', 1);
    const { items } = await direct.client.list(metadataOf(configMaps), { namespace });
    const [stock] = items;
    expect([stock?.metadata?.name, Object.keys(stock ?? {}).sort()]).toEqual(['stock', ['apiVersion', 'kind', 'metadata']]);
    const follow = following(direct.client, { of: metadataOf(configMaps) as Resource<ConfigMap>, namespace });
    await follow.told(1);
    await put(namespace, 'stock', 2);
    await follow.told(2);
    expect(follow.deltas).toEqual(['added stock ', 'updated stock  -> ']);
  });

  it('takes every kind of patch, and keeps to preconditions', async () => {
    const namespace = await kingdom('patched');
    const { client } = direct;
    const name = { namespace, name: 'stock' };
    const made = await client.create(configMaps, { metadata: name, data: { wood: '1' } });
    await client.patch(configMaps, name, { merge: { data: { wood: '2' } } });
    await client.patch(configMaps, name, {
      json: [
        { op: 'test', path: '/data/wood', value: '2' },
        { op: 'replace', path: '/data/wood', value: '3' },
      ],
    });
    await client.patch(configMaps, name, { strategic: { metadata: { labels: { town: 'a' } } } });
    await client.patch(configMaps, name, { apply: { metadata: name, data: { stone: '1' } } });
    expect(await client.get(configMaps, name)).toMatchObject({ data: { wood: '3', stone: '1' }, metadata: { labels: { town: 'a' } } });
    await expect(client.update(configMaps, { ...made, data: { wood: '9' } })).rejects.toMatchObject({
      code: 'conflict',
      remedy: 'read-again',
    });
    await expect(
      client.patch(configMaps, name, { apply: { metadata: name, data: { wood: '4' } } }, { fieldManager: 'other' }),
    ).rejects.toMatchObject({ code: 'conflict', causes: [{ reason: 'FieldManagerConflict' }] });
    await expect(client.create(configMaps, { metadata: name })).rejects.toMatchObject({ code: 'already-exists' });
    await expect(client.create(configMaps, { metadata: { namespace, name: 'Not A Name' } })).rejects.toMatchObject({
      code: 'invalid',
      causes: [{ field: 'metadata.name' }],
    });
    await expect(client.evict({ namespace, name: 'nobody' })).rejects.toMatchObject({ code: 'not-found' });
    expect(await textOf((await client.raw({ path: '/version' })).body)).toContain('"gitVersion"');
  });

  it('catches up by itself after an outage', async () => {
    const namespace = await kingdom('outage');
    const clock = createVirtualClock({ pauses: 'jump' });
    const follow = following(await throughProxy({ clock }), { namespace, clock, random: () => 0 });
    await follow.store.whenSynced(NEVER);
    proxy.cutOff();
    await put(namespace, 'stock', 1);
    await follow.failed(6);
    expect(follow.contents()).toEqual([]);
    proxy.heal();
    await follow.holds('stock 1');
    expect(new Set(follow.errors.map((error) => ApiError.is(error) && error.code))).toEqual(new Set(['unreachable']));
  });

  it('forwards a port to who may, and says to others why not', async () => {
    const namespace = await kingdom('forwards');
    const context = await loadContext({ env: {}, kubeconfig: server.kubeconfig });
    const jane = connectTo({ ...context, user: server.jane }, { env: {} });
    open.push({ stop: () => jane.close() });
    const refusal = (connection: Connection) =>
      connection.forward({ namespace, name: 'none' }, 80).then(
        () => 'nothing',
        (error: unknown) => (ApiError.is(error) ? `${error.code}: ${error.message}` : String(error)),
      );
    const attempt = 'could not forward port 80 of pod forwards/none: pods "none"';
    expect(await refusal(direct)).toBe(`not-found: ${attempt} not found`);
    expect(await refusal(jane)).toBe(
      `forbidden: ${attempt} is forbidden: User "jane" cannot get resource "pods/portforward" in API group "" in the namespace "forwards"`,
    );
    await grant(direct.client, 'jane', 'forwarder', [{ apiGroups: [''], resources: ['pods/portforward'], verbs: ['get'] }]);
    const said = await refusal(jane);
    expect(said).toBe(`forbidden: ${attempt} is forbidden: `); // a WebSocket takes the right to create, too
  });
}

const DEFINITION = {
  metadata: { name: 'widgets.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { plural: 'widgets', singular: 'widget', kind: 'Widget' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      },
    ],
  },
};

/** The server takes a moment between accepting a definition and serving what it defines. */
const untilServed = (client: Client, namespace: string) => until('widgets to be served', () => client.list(widgets, { namespace }));

/** The definition is gone before its objects are served no more. */
const untilGone = async (client: Client, namespace: string): Promise<void> => {
  const isRefused = (asked: Promise<unknown>) =>
    asked.then(
      () => false,
      (error: unknown) => ApiError.is(error, 'not-found'),
    );
  await until('the definition to go', () => isRefused(client.get(definitions, DEFINITION.metadata)));
  await until('widgets to be served no more', () => isRefused(client.list(widgets, { namespace })));
};
