import * as fc from 'fast-check';
import type { ResourceChange } from '../../events/resource-change.ts';

const UID = '0c7d7d9c-5c3c-4bd5-9f5e-6a2f0b6e1f11';

/** A state as the agent puts it on a bus: bytes, never parsed on their way. */
export const state = (value: unknown): Uint8Array => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));

export const mill = (replicas: number): Uint8Array =>
  state({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'mill', namespace: 'north', uid: UID }, spec: { replicas } });

/** An update of a Deployment in cluster blue, unless something else is said. */
export const change = (unlike: Partial<ResourceChange> = {}): ResourceChange => ({
  type: 'updated',
  id: 'b6f2c1de-0000-8000-8000-000000000001',
  key: `blue/${UID}`,
  clusterId: 'blue',
  resource: { group: 'apps', version: 'v1', plural: 'deployments', kind: 'Deployment' },
  object: { uid: UID, namespace: 'north', name: 'mill', resourceVersion: '4711' },
  happenedAtMs: Date.UTC(2026, 8, 21, 10, 7, 28, 250),
  noticedAtMs: Date.UTC(2026, 8, 21, 10, 7, 28, 257),
  then: mill(1),
  now: mill(2),
  changed: ['/spec/replicas'],
  merged: 0,
  shrunk: false,
  ...unlike,
});

export const created = (unlike: Partial<ResourceChange> = {}) =>
  change({ type: 'created', then: undefined, now: mill(1), changed: [], ...unlike });
export const deleted = (unlike: Partial<ResourceChange> = {}) =>
  change({ type: 'deleted', then: mill(2), now: undefined, changed: [], ...unlike });
export const gap = (unlike: Partial<ResourceChange> = {}) =>
  change({
    type: 'gap',
    key: 'blue/apps/deployments',
    object: { uid: '', name: '', resourceVersion: '' },
    then: undefined,
    now: undefined,
    changed: [],
    ...unlike,
  });

/** The years in which a protobuf Timestamp and RFC 3339 agree, to the millisecond. */
export const momentMs = fc.integer({ min: Date.parse('0001-01-01T00:00:00Z'), max: Date.parse('9999-12-31T23:59:59.999Z') });

const name = fc.stringMatching(/^[a-z][a-z0-9.-]{0,20}$/);
const text = fc.string({ unit: 'grapheme', maxLength: 40 });
const objectState = fc
  .record({ apiVersion: name, kind: name, metadata: fc.record({ name }), spec: fc.jsonValue({ maxDepth: 3 }) })
  .map((value) => state(value));

/** Any change that the agent may come to publish. */
export const anyChange: fc.Arbitrary<ResourceChange> = fc
  .record({
    type: fc.constantFrom('created', 'updated', 'deleted', 'listed'),
    id: fc.uuid(),
    clusterId: fc.oneof(fc.constant(''), text),
    resource: fc.record({ group: fc.oneof(fc.constant(''), name), version: name, plural: name, kind: name }),
    object: fc.record(
      { uid: fc.uuid(), namespace: name, name, resourceVersion: fc.bigInt({ min: 1n, max: 2n ** 63n }).map(String) },
      { requiredKeys: ['uid', 'name', 'resourceVersion'] },
    ),
    happenedAtMs: momentMs,
    noticedAtMs: momentMs,
    then: fc.option(objectState, { nil: undefined }),
    now: objectState,
    changed: fc.array(text, { maxLength: 5 }),
    merged: fc.nat(),
    shrunk: fc.boolean(),
  })
  .map((one) => ({
    ...one,
    key: one.clusterId === '' ? one.object.uid : `${one.clusterId}/${one.object.uid}`,
    then: one.type === 'created' || one.type === 'listed' ? undefined : one.then,
    now: one.type === 'deleted' ? undefined : one.now,
  }));
