import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ApiError } from '../../kube/errors/api-error.ts';
import { configMaps, deployments, namespaces, pods } from '../../kube/objects/built-in.ts';
import type { Client, RequestDone } from '../../kube/client/client.ts';
import { metadataOf, resource } from '../../kube/objects/resource.ts';
import { startScriptedServer, type Call, type ScriptedServer } from './scripted-server.ts';
import { createVirtualClock, type VirtualClock } from '../ground/time/virtual-clock.ts';

let server: ScriptedServer;
let clock: VirtualClock;
let client: Client;
let done: RequestDone[];
beforeAll(async () => {
  server = await startScriptedServer();
});
beforeEach(() => {
  clock = createVirtualClock({ pauses: 'jump' });
  done = [];
  ({ client } = server.connect({ clock, onRequest: (request) => done.push(request) }));
});
afterAll(() => server.stop());

const name = { namespace: 'kingdom', name: 'stock' };
const asked = ({ method, path, query, headers, body }: Call) => ({
  method,
  path,
  query,
  type: headers['content-type'],
  body: body === '' ? undefined : (JSON.parse(body) as unknown),
});
const errorOf = async (promise: Promise<unknown>): Promise<ApiError> => {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!ApiError.is(error)) throw new Error(`no ApiError but ${String(error)}`);
  return error;
};
/** What a request looks like on the wire. */
const sent = async (promise: Promise<unknown>): Promise<ReturnType<typeof asked>> => {
  const call = await server.next();
  call.json({ kind: 'Anything', items: [], metadata: {} });
  await promise;
  return asked(call);
};

describe('a request', () => {
  const WRITE = { fieldManager: 'civ8s' };

  it.each([
    ['get', () => client.get(pods, name), { method: 'GET', path: '/api/v1/namespaces/kingdom/pods/stock', query: {} }],
    [
      'get, of what has a group and no namespace',
      () => client.get(resource('example.com', 'v1beta1', 'widgets', 'Widget', 'cluster'), { name: 'w' }),
      { method: 'GET', path: '/apis/example.com/v1beta1/widgets/w', query: {} },
    ],
    [
      'get, of a subresource',
      () => client.get(deployments, name, { subresource: 'scale' }),
      { method: 'GET', path: '/apis/apps/v1/namespaces/kingdom/deployments/stock/scale', query: {} },
    ],
    [
      'list, with selectors',
      () => client.list(pods, { labelSelector: 'town in (a,b)', fieldSelector: 'spec.nodeName=n' }),
      { method: 'GET', path: '/api/v1/pods', query: { labelSelector: 'town in (a,b)', fieldSelector: 'spec.nodeName=n', limit: '500' } },
    ],
    [
      'create',
      () => client.create(configMaps, { metadata: name, data: { wood: '1' } }, { dryRun: true, fieldValidation: 'Strict' }),
      {
        method: 'POST',
        path: '/api/v1/namespaces/kingdom/configmaps',
        query: { ...WRITE, dryRun: 'All', fieldValidation: 'Strict' },
        type: 'application/json',
        body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: name, data: { wood: '1' } },
      },
    ],
    [
      'create, of a subresource',
      () => client.create(resource('', 'v1', 'serviceaccounts', 'TokenRequest'), { metadata: name }, { subresource: 'token' }),
      {
        method: 'POST',
        path: '/api/v1/namespaces/kingdom/serviceaccounts/stock/token',
        query: WRITE,
        type: 'application/json',
        body: { apiVersion: 'v1', kind: 'TokenRequest', metadata: name },
      },
    ],
    [
      'update',
      () => client.update(namespaces, { metadata: { name: 'n' } }, { fieldManager: 'me' }),
      {
        method: 'PUT',
        path: '/api/v1/namespaces/n',
        query: { fieldManager: 'me' },
        type: 'application/json',
        body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'n' } },
      },
    ],
    [
      'merge patch',
      () => client.patch(pods, name, { merge: { metadata: { labels: null } } }),
      {
        method: 'PATCH',
        path: '/api/v1/namespaces/kingdom/pods/stock',
        query: WRITE,
        type: 'application/merge-patch+json',
        body: { metadata: { labels: null } },
      },
    ],
    [
      'JSON patch',
      () => client.patch(pods, name, { json: [{ op: 'remove', path: '/a' }] }),
      {
        method: 'PATCH',
        path: '/api/v1/namespaces/kingdom/pods/stock',
        query: WRITE,
        type: 'application/json-patch+json',
        body: [{ op: 'remove', path: '/a' }],
      },
    ],
    [
      'strategic patch',
      () => client.patch(deployments, name, { strategic: { spec: {} } }, { subresource: 'status' }),
      {
        method: 'PATCH',
        path: '/apis/apps/v1/namespaces/kingdom/deployments/stock/status',
        query: WRITE,
        type: 'application/strategic-merge-patch+json',
        body: { spec: {} },
      },
    ],
    [
      'apply, of the scale',
      () => client.patch(deployments, name, { apply: { spec: { replicas: 3 } } }, { subresource: 'scale' }),
      {
        method: 'PATCH',
        path: '/apis/apps/v1/namespaces/kingdom/deployments/stock/scale',
        query: WRITE,
        type: 'application/apply-patch+yaml',
        body: { apiVersion: 'autoscaling/v1', kind: 'Scale', spec: { replicas: 3 } },
      },
    ],
    [
      'apply',
      () => client.patch(configMaps, name, { apply: { metadata: name }, force: true }),
      {
        method: 'PATCH',
        path: '/api/v1/namespaces/kingdom/configmaps/stock',
        query: { ...WRITE, force: 'true' },
        type: 'application/apply-patch+yaml',
        body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: name },
      },
    ],
    [
      'delete',
      () => client.delete(pods, name, { uid: 'u', resourceVersion: '7', gracePeriodSeconds: 0, propagation: 'Foreground', dryRun: true }),
      {
        method: 'DELETE',
        path: '/api/v1/namespaces/kingdom/pods/stock',
        query: {},
        type: 'application/json',
        body: {
          apiVersion: 'v1',
          kind: 'DeleteOptions',
          gracePeriodSeconds: 0,
          propagationPolicy: 'Foreground',
          dryRun: ['All'],
          preconditions: { uid: 'u', resourceVersion: '7' },
        },
      },
    ],
    [
      'evict',
      () => client.evict(name, { uid: 'u' }),
      {
        method: 'POST',
        path: '/api/v1/namespaces/kingdom/pods/stock/eviction',
        query: {},
        type: 'application/json',
        body: {
          apiVersion: 'policy/v1',
          kind: 'Eviction',
          metadata: name,
          deleteOptions: { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid: 'u' } },
        },
      },
    ],
  ])('is sent: %s', async (_, request, wire) => expect(await sent(request())).toEqual(wire));

  it.each([
    ['get', () => client.get(metadataOf(pods), name), 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1'],
    ['list', () => client.list(metadataOf(pods)), 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1'],
    ['watch', () => Array.fromAsync(client.watch(metadataOf(pods))), 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1'],
  ])('asks for metadata alone in its Accept: %s', async (_, request, accept) => {
    const answer = request();
    const call = await server.next();
    expect(call.headers.accept).toBe(accept);
    if (call.query['watch'] === '1') call.end();
    else call.json({ items: [] });
    await answer;
  });

  it('takes no items for an empty list, as the API server writes one of metadata alone', async () => {
    const listing = client.list(metadataOf(pods));
    (await server.next()).json({ kind: 'PartialObjectMetadataList', metadata: { resourceVersion: '7' }, items: null });
    expect(await listing).toEqual({ items: [], resourceVersion: '7' });
  });

  it('streams bytes as they come, and lets go of the connection when the reader does', async () => {
    const asking = client.raw({ path: '/api/v1/namespaces/kingdom/pods/stock/log', query: { follow: true } });
    const call = await server.next();
    call.write('one ');
    const read: string[] = [];
    for await (const chunk of (await asking).body) {
      read.push(Buffer.from(chunk).toString());
      if (read.length === 2) break;
      call.write('two');
    }
    await call.closed;
    expect([call.path, call.query, read]).toEqual(['/api/v1/namespaces/kingdom/pods/stock/log', { follow: 'true' }, ['one ', 'two']]);
  });

  it.each([
    ['get', () => client.get(pods, { namespace: undefined, name: 'a' })],
    ['create', () => client.create(pods, { metadata: { name: 'a' } })],
    ['update', () => client.update(pods, { metadata: { name: 'a', namespace: '' } })],
    ['patch', () => client.patch(pods, { namespace: undefined, name: 'a' }, { merge: {} })],
    ['delete', () => client.delete(pods, { namespace: '', name: 'a' })],
    ['evict', () => client.evict({ namespace: undefined, name: 'a' })],
  ])('is not sent where an object has to be in a namespace and none is given: %s', async (_, ask) => {
    const { code, message } = await errorOf(ask());
    expect([code, message]).toEqual(['bad-request', 'pods a: no namespace is given, and pods are in one: give { namespace, name }']);
    expect(done).toEqual([]);
  });

  it('ends with the reason of its signal', async () => {
    const stop = new AbortController();
    const asking = client.get(pods, name, { signal: stop.signal });
    const call = await server.next();
    stop.abort(new Error('enough'));
    await expect(asking).rejects.toThrow('enough');
    await call.closed;
    await expect(client.get(pods, name, { signal: stop.signal })).rejects.toThrow('enough');
  });

  it('is counted, also each time that it is tried again', async () => {
    const asking = client.get(pods, name);
    (await server.next()).refuse(429, 'TooManyRequests');
    (await server.next()).json({});
    await asking;
    const host = new URL(server.url).host;
    expect(done.map(({ method, host: of, code }) => ({ method, of, code }))).toEqual([
      { method: 'GET', of: host, code: '429' },
      { method: 'GET', of: host, code: '200' },
    ]);
  });
});

describe('a request that fails', () => {
  it.each([
    [400, 'BadRequest', 'bad-request', 'give-up'],
    [401, 'Unauthorized', 'unauthorized', 'sign-in'],
    [403, 'Forbidden', 'forbidden', 'ask-for-access'],
    [404, 'NotFound', 'not-found', 'give-up'],
    [409, 'Conflict', 'conflict', 'read-again'],
    [409, 'AlreadyExists', 'already-exists', 'read-again'],
    [410, 'Gone', 'expired', 'list-again'],
    [415, 'UnsupportedMediaType', 'unsupported', 'give-up'],
    [422, 'Invalid', 'invalid', 'give-up'],
    [500, 'InternalError', 'unavailable', 'retry'],
  ])('says what a %i %s is, and what helps', async (code, reason, expected, remedy) => {
    const failing = errorOf(client.patch(pods, name, { merge: {} }));
    (await server.next()).refuse(code, reason, { message: 'because', details: { causes: [{ field: 'spec', message: 'no' }] } });
    const error = await failing;
    expect(error).toMatchObject({
      code: expected,
      remedy,
      status: code,
      reason,
      causes: [{ field: 'spec', message: 'no' }],
      outcomeUnknown: false,
    });
    expect(error.message).toMatch(/^could not patch pods kingdom\/stock: because/);
  });

  it('fault 7: obeys Retry-After, and is made ten times at most', async () => {
    const patching = errorOf(client.patch(pods, name, { merge: {} }));
    for (let times = 0; times < 10; times++) (await server.next()).refuse(429, 'TooManyRequests', { headers: { 'retry-after': '2' } });
    expect(await patching).toMatchObject({ code: 'too-many-requests', retryAfterMs: 2_000 });
    expect(clock.pauses).toEqual(Array.from({ length: 9 }, () => 2_000));
  });

  it('fault 7: is tried again after a 503 that names a time, and not after one that names none', async () => {
    const patching = client.patch(pods, name, { merge: {} });
    (await server.next()).refuse(503, 'ServiceUnavailable', { details: { retryAfterSeconds: 5 } });
    (await server.next()).json({ kind: 'Pod' });
    expect(await patching).toEqual({ kind: 'Pod' });
    expect(clock.pauses).toEqual([5_000]);
    const failing = errorOf(client.patch(pods, name, { merge: {} }));
    (await server.next()).refuse(503, 'ServiceUnavailable');
    expect((await failing).code).toBe('unavailable');
  });

  it('leaves a refused eviction to the caller', async () => {
    const evicting = errorOf(client.evict(name));
    (await server.next()).refuse(429, 'TooManyRequests', { message: "Cannot evict pod as it would violate the pod's disruption budget." });
    expect((await evicting).message).toBe(
      "could not evict pod kingdom/stock: Cannot evict pod as it would violate the pod's disruption budget.",
    );
  });

  it('fault 16: says that a write may have been done where its answer was lost, and does not repeat it', async () => {
    const creating = errorOf(client.create(configMaps, { metadata: name }));
    (await server.next()).cut();
    expect(await creating).toMatchObject({ code: 'unreachable', remedy: 'retry', outcomeUnknown: true });
    const again = errorOf(client.create(configMaps, { metadata: name }));
    const call = await server.next();
    call.write('{"kind":"Conf');
    call.cut();
    expect(await again).toMatchObject({ code: 'unreachable', outcomeUnknown: true });
  });

  it('fault 8: repeats a read once whose connection was reset', async () => {
    const reading = client.get(pods, name);
    (await server.next()).cut();
    (await server.next()).json({ kind: 'Pod' });
    expect(await reading).toEqual({ kind: 'Pod' });
  });

  it('gives up after 65 s without an answer', async () => {
    const failing = errorOf(client.patch(pods, name, { merge: {} }));
    const call = await server.next();
    await clock.advance(65_000);
    expect(await failing).toMatchObject({
      code: 'timeout',
      outcomeUnknown: true,
      message: `could not patch pods kingdom/stock: ${server.url} did not answer within 65 s`,
    });
    await call.closed;
  });

  it('says so where something else than an API server answers', async () => {
    const failing = errorOf(client.get(pods, name));
    const call = await server.next();
    call.write('<html>Sign in</html>');
    call.end();
    expect(await failing).toMatchObject({
      code: 'malformed',
      message: 'could not get pods kingdom/stock: the answer is not valid JSON; check that the kubeconfig names an API server',
    });
    const listing = errorOf(client.list(pods));
    (await server.next()).json({ kind: 'Pod' });
    expect((await listing).message).toBe('could not list pods: the answer is not a list; check that the kubeconfig names an API server');
  });
});
