import { until } from '../../until.ts';
import { textOf } from '../../local/api-server/api-client.ts';
import { casesOf, type Case } from '../case.ts';
import { APPLY, configMap, MERGE, namespaced, STRATEGIC, TABLE } from '../objects.ts';
import type { Session } from '../session.ts';

const events = casesOf('events');
const leases = casesOf('leases');
const custom = casesOf('custom resources');

const event = (name: string, namespace: string, fields: object = {}) => ({
  metadata: { name },
  involvedObject: { kind: 'Pod', namespace, name: 'p', uid: 'u', apiVersion: 'v1' },
  reason: 'Made',
  message: 'It is made',
  type: 'Normal',
  source: { component: 'maker' },
  firstTimestamp: '2020-01-01T00:00:00Z',
  lastTimestamp: '2020-01-01T00:00:00Z',
  count: 1,
  ...fields,
});

const LEASES = 'apis/coordination.k8s.io/v1';

export const eventCases: readonly Case[] = [
  events.succeeds('keeps events, and counts them', async ({ namespace, ask }) => {
    const at = namespaced(namespace, 'events');
    await ask('POST', at, event('e', namespace));
    await ask('PATCH', `${at}/e`, { count: 2, lastTimestamp: '2020-01-01T00:01:00Z' }, STRATEGIC);
    await ask('GET', `${at}?fieldSelector=involvedObject.name%3Dp,involvedObject.kind%3DPod,type%3DNormal,reason%3DMade`);
    await ask('GET', `${at}?fieldSelector=involvedObject.uid%3Dother`);
    await ask('GET', at, undefined, TABLE);
  }),
  events.succeeds('shows them to both of their groups', async ({ namespace, ask, quietly }) => {
    await quietly('POST', namespaced(namespace, 'events'), event('old', namespace));
    await ask('GET', `${namespaced(namespace, 'events', 'apis/events.k8s.io/v1')}/old`);
    await ask('POST', namespaced(namespace, 'events', 'apis/events.k8s.io/v1'), {
      metadata: { name: 'new' },
      eventTime: '2020-01-01T00:00:00.000000Z',
      reportingController: 'example.com/maker',
      reportingInstance: 'maker-1',
      action: 'Making',
      reason: 'Made',
      regarding: { kind: 'Pod', namespace, name: 'p' },
      note: 'It is made',
      type: 'Normal',
    });
    await ask('GET', `${namespaced(namespace, 'events')}/new`);
  }),
  events.refuses('refuses an event without what is asked of it', async ({ namespace, ask }) => {
    await ask('POST', namespaced(namespace, 'events'), event('e', 'elsewhere'));
    await ask('POST', namespaced(namespace, 'events', 'apis/events.k8s.io/v1'), { metadata: { name: 'new' }, reason: 'Made' });
  }),
  events.tells('tells a watch of events', async ({ namespace, quietly, watch }) => {
    const seen = await watch(`${namespaced(namespace, 'events')}?watch=true`);
    await quietly('POST', namespaced(namespace, 'events'), event('e', namespace));
    await seen.take(1);
  }),
];

const lease = (holder: string, fields: object = {}) => ({
  metadata: { name: 'l' },
  spec: {
    holderIdentity: holder,
    leaseDurationSeconds: 15,
    acquireTime: '2020-01-01T00:00:00.000000Z',
    renewTime: '2020-01-01T00:00:01.500000Z',
    leaseTransitions: 0,
    ...fields,
  },
});

export const leaseCases: readonly Case[] = [
  leases.succeeds('keeps a lease, and creates it by PUT', async ({ namespace, ask }) => {
    const at = namespaced(namespace, 'leases', LEASES);
    const { body } = await ask('PUT', `${at}/l`, lease('one'));
    await ask('PUT', `${at}/l`, { ...body, spec: { ...body['spec'], holderIdentity: 'two', leaseTransitions: 1 } });
    await ask('GET', at, undefined, TABLE);
  }),
  leases.refuses('lets one of two have it', async ({ namespace, ask, quietly }) => {
    const at = namespaced(namespace, 'leases', LEASES);
    const { body } = await quietly('POST', at, lease('one'));
    await quietly('PUT', `${at}/l`, { ...body, spec: { ...body['spec'], holderIdentity: 'two' } });
    await ask('PUT', `${at}/l`, { ...body, spec: { ...body['spec'], holderIdentity: 'three' } });
  }),
  leases.tells('tells a watch who holds it', async ({ namespace, quietly, watch }) => {
    const at = namespaced(namespace, 'leases', LEASES);
    const seen = await watch(`${at}?watch=true`);
    await quietly('POST', at, lease('one'));
    await quietly('PATCH', `${at}/l`, { spec: { holderIdentity: 'two' } }, MERGE);
    await seen.take(2);
  }),
];

const group = (namespace: string) => `${namespace}.example.com`;

const definition = (namespace: string, version: object = {}) => ({
  metadata: { name: `towns.${group(namespace)}` },
  spec: {
    group: group(namespace),
    scope: 'Namespaced',
    names: { plural: 'towns', kind: 'Town', shortNames: ['tw'], categories: ['realm'] },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        subresources: { status: {}, scale: { specReplicasPath: '.spec.size', statusReplicasPath: '.status.size' } },
        additionalPrinterColumns: [
          { name: 'Size', type: 'integer', jsonPath: '.spec.size' },
          { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
        ],
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: {
                type: 'object',
                required: ['size'],
                properties: {
                  size: { type: 'integer', minimum: 0, maximum: 9 },
                  name: { type: 'string', default: 'nameless', pattern: '^[a-z]+$' },
                  kind: { type: 'string', enum: ['a', 'b'] },
                  free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
                  goods: {
                    type: 'array',
                    items: { type: 'object', required: ['name'], properties: { name: { type: 'string' }, amount: { type: 'integer' } } },
                    'x-kubernetes-list-type': 'map',
                    'x-kubernetes-list-map-keys': ['name'],
                  },
                },
              },
              status: { type: 'object', properties: { size: { type: 'integer' } } },
            },
          },
        },
        ...version,
      },
    ],
  },
});

/** Defines towns, and waits until they are served. */
async function defined({ namespace, quietly }: Session): Promise<string> {
  const at = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
  await quietly('POST', at, definition(namespace));
  const towns = namespaced(namespace, 'towns', `apis/${group(namespace)}/v1`);
  // The real server does not say when it begins to serve.
  await until('towns to be served', async () => {
    const { body } = await quietly('GET', `${at}/towns.${group(namespace)}`);
    const { code } = await quietly('GET', towns);
    return code === 200 && JSON.stringify(body['status']).includes('Established');
  });
  return towns;
}

const town = (namespace: string, name: string, spec: object) => ({
  apiVersion: `${group(namespace)}/v1`,
  kind: 'Town',
  metadata: { name },
  spec,
});

export const customCases: readonly Case[] = [
  custom.succeeds('serves what is defined', async (session) => {
    const { namespace, ask } = session;
    const at = await defined(session);
    await ask('POST', at, town(namespace, 't', { size: 3, lost: true, free: { kept: true } }));
    await ask('GET', at);
    await ask('GET', at, undefined, TABLE);
    await ask('PATCH', `${at}/t`, { spec: { size: 4 } }, MERGE);
    await ask('PATCH', `${at}/t/status`, { status: { size: 4 }, spec: { size: 9 } }, MERGE);
    await ask('GET', `${at}/t/scale`);
    await ask('PATCH', `${at}/t/scale`, { spec: { replicas: 5 } }, MERGE);
    await ask('GET', `/apis/${group(namespace)}/v1`);
    await ask('GET', `/apis/${group(namespace)}`);
    await ask('DELETE', `${at}/t`);
  }),
  custom.succeeds('says that it is established', async (session) => {
    await defined(session);
    await session.ask('GET', `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/towns.${group(session.namespace)}`);
  }),
  custom.succeeds('applies by the keys of lists', async (session) => {
    const { namespace, ask } = session;
    const at = `${await defined(session)}/t`;
    await ask('PATCH', `${at}?fieldManager=one`, town(namespace, 't', { size: 1, goods: [{ name: 'wood', amount: 1 }] }), APPLY);
    await ask('PATCH', `${at}?fieldManager=two`, town(namespace, 't', { size: 1, goods: [{ name: 'iron', amount: 2 }] }), APPLY);
  }),
  custom.refuses('refuses what does not fit the schema', async (session) => {
    const { namespace, ask, quietly } = session;
    const at = await defined(session);
    await ask('POST', at, town(namespace, 't', {}));
    for (const spec of [{ size: 10 }, { size: 1, name: 'UP' }, { size: 1, kind: 'c' }]) await ask('POST', at, town(namespace, 't', spec));
    await ask('POST', at, town(namespace, 't', { size: 'three' }));
    await ask('POST', `${at}?fieldValidation=Strict`, town(namespace, 't', { size: 3, lost: true }));
    await ask('POST', at, { ...configMap('c') });
    await quietly('POST', at, town(namespace, 't', { size: 3 }));
    await ask('PUT', `${at}/t`, town(namespace, 't', { size: 4 }));
    await ask('PATCH', `${at}/t`, { spec: { size: 4 } }, STRATEGIC);
  }),
  custom.refuses('refuses definitions that are none', async ({ namespace, ask }) => {
    const at = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
    await ask('POST', at, { ...definition(namespace), metadata: { name: 'other' } });
    await ask('POST', at, definition(namespace, { schema: undefined }));
  }),
  custom.refuses('has nothing beside what is defined', async (session) => {
    const at = `/apis/${group(session.namespace)}`;
    await defined(session);
    for (const path of [`${at}/v1/villages`, `${at}/v9`, `${at}/v9/towns`, `${at}//v1`, `/${at}/v1/towns`]) await session.ask('GET', path);
  }),
  custom.tells('ends a watch when the definition changes', async (session) => {
    const { namespace, quietly, watch } = session;
    const at = await defined(session);
    await quietly('POST', at, town(namespace, 't', { size: 3 }));
    const open = await watch(`${at}?watch=true`);
    const change = { spec: { names: { shortNames: ['hamlet'] } } };
    await quietly('PATCH', `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/towns.${group(namespace)}`, change, MERGE);
    await open.take(Infinity);
  }),
  custom.tells('tells a watch of custom objects', async (session) => {
    const { namespace, quietly, watch } = session;
    const at = await defined(session);
    const { body } = await quietly('GET', at);
    // After a version: for a kind so new the real server has no cache yet, and a watch from now on may begin after it has been answered.
    const seen = await watch(`${at}?watch=true&resourceVersion=${textOf(body['metadata']?.['resourceVersion'])}`);
    await quietly('POST', at, town(namespace, 't', { size: 3 }));
    await quietly('DELETE', `${at}/t`);
    await seen.take(2);
  }),
  custom.succeeds('documents what is defined', async (session) => {
    const { namespace, quietly, note } = session;
    await defined(session);
    const kind = `com.example.${namespace}.v1.Town`;
    const path = `/apis/${group(namespace)}/v1/namespaces/{namespace}/towns/{name}`;
    // The real server takes a moment for each of its documents.
    await until('the towns to be documented', async () => {
      const [newer, older] = [await quietly('GET', `/openapi/v3/apis/${group(namespace)}/v1`), await quietly('GET', '/openapi/v2')];
      return newer.body['paths']?.[path] !== undefined && older.body['definitions']?.[kind] !== undefined;
    });
    const { body: newer } = await quietly('GET', `/openapi/v3/apis/${group(namespace)}/v1`);
    note('patches', Object.keys(newer['paths']?.[path]?.['patch']?.['requestBody']?.['content'] ?? {}).sort());
    const { body: older } = await quietly('GET', '/openapi/v2');
    note('a town in v2', older['definitions']?.[kind]?.['properties']?.['spec']);
  }),
];
