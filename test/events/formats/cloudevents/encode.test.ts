import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { isAttributeName } from '../../../../events/formats/cloudevents/attributes.ts';
import type { CloudEventsChoice } from '../../../../events/formats/cloudevents/choice.ts';
import { cloudEventsEncoder } from '../../../../events/formats/cloudevents/encode.ts';
import type { ResourceChange } from '../../../../events/resource-change.ts';
import { anyChange, change, created, deleted, gap, mill, state } from '../../changes.ts';

const encode = (one: ResourceChange, choice: CloudEventsChoice = {}) => cloudEventsEncoder(choice)(one);
const attributes = (one: ResourceChange, choice?: CloudEventsChoice) => Object.fromEntries(encode(one, choice).attributes);
const textOf = ({ body }: { readonly body: Uint8Array }) => Buffer.from(body).toString('utf8');
const KNATIVE = { types: 'knative' } as const;

describe('a change as a CloudEvent', () => {
  it('says all about it in its attributes, in binary mode', () =>
    expect(attributes(change())).toEqual({
      specversion: '1.0',
      id: change().id,
      type: 'dev.civ8s.resource.updated',
      source: '/clusters/blue/apis/apps/v1/deployments',
      subject: 'namespaces/north/mill',
      time: '2026-09-21T10:07:28.250Z',
      recordedtime: '2026-09-21T10:07:28.257Z',
      partitionkey: change().key,
      sequence: '00000000000000004711',
      clusterid: 'blue',
      uid: change().object.uid,
      apiversion: 'apps/v1',
      kind: 'Deployment',
      namespace: 'north',
      name: 'mill',
      resourceversion: '4711',
    }));

  it('has what was, what is and what differs for its data, with the states as the server wrote them', () => {
    const message = encode(change({ then: state('{"n":9007199254740993}'), now: state('{ "n": 1.0 }') }));
    expect(textOf(message)).toBe('{"then":{"n":9007199254740993},"now":{ "n": 1.0 },"changed":["/spec/replicas"]}');
    expect(message.contentType).toBe('application/json');
    expect(textOf(encode(created({ now: state('{}') })))).toBe('{"then":null,"now":{},"changed":[]}');
    expect(textOf(encode(deleted({ then: state('{}') })))).toBe('{"then":{},"now":null,"changed":[]}');
  });

  it('has all of it in its body in structured mode, the states as they are', () => {
    const one = change({ now: state('{ "n": 1.0 }'), merged: 3, shrunk: true });
    const message = encode(one, { mode: 'structured' });
    expect(message).toMatchObject({ contentType: 'application/cloudevents+json', attributes: new Map() });
    expect(textOf(message)).toContain(',"data":{"then":');
    expect(textOf(message)).toContain('"now":{ "n": 1.0 }');
    expect(JSON.parse(textOf(message))).toEqual({
      ...attributes(one),
      merged: 3,
      shrunk: true,
      datacontenttype: 'application/json',
      data: { then: JSON.parse(Buffer.from(mill(1)).toString()) as unknown, now: { n: 1 }, changed: ['/spec/replicas'] },
    });
  });

  it.each(['created', 'updated', 'deleted', 'listed', 'gap'] as const)('is of a type of its own: %s', (type) =>
    expect(attributes(change({ type }))['type']).toBe(`dev.civ8s.resource.${type}`),
  );

  it('says how many states were left out, and that something was', () => {
    expect(attributes(change({ merged: 3, shrunk: true }))).toMatchObject({ merged: '3', shrunk: 'true' });
  });

  it('has sequences that compare as text like the versions do as numbers', () =>
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (one, other) => {
        const [a = '', b = ''] = [one, other].map(
          (version) => attributes(change({ object: { ...change().object, resourceVersion: String(version) } }))['sequence'],
        );
        expect(a < b).toBe(one < other);
      }),
    ));

  it('has no sequence where the version of an aggregated API is not a number', () =>
    expect(attributes(change({ object: { ...change().object, resourceVersion: 'a7' } }))).not.toHaveProperty('sequence'));

  it('names core resources and what has no namespace by their paths', () => {
    const resource = { group: '', version: 'v1', plural: 'nodes', kind: 'Node' };
    expect(attributes(change({ resource, object: { uid: 'u', name: 'one', resourceVersion: '1' } }))).toMatchObject({
      source: '/clusters/blue/api/v1/nodes',
      subject: 'one',
      apiversion: 'v1',
    });
  });

  it('names the cluster by what it is given where the changes have no cluster id', () => {
    const one = change({ clusterId: '' });
    expect(attributes(one, { cluster: 'f00' })).toMatchObject({ source: '/clusters/f00/apis/apps/v1/deployments', clusterid: 'f00' });
    expect(attributes(one)['source']).toBe('/apis/apps/v1/deployments');
    expect(attributes(one)).not.toHaveProperty('clusterid');
    expect(attributes(change({ clusterId: 'blue & green' }))['source']).toBe('/clusters/blue%20%26%20green/apis/apps/v1/deployments');
  });

  it('is about no object where it is a gap', () => {
    expect(attributes(gap())).toMatchObject({ source: '/clusters/blue/apis/apps/v1/deployments', kind: 'Deployment' });
    expect(Object.keys(attributes(gap()))).not.toEqual(expect.arrayContaining(['subject']));
    for (const name of ['subject', 'uid', 'name', 'sequence', 'resourceversion']) expect(attributes(gap())).not.toHaveProperty(name);
  });

  it('has attributes that every way lets through', () =>
    fc.assert(
      fc.property(anyChange, fc.constantFrom('civ8s', 'knative'), (one, types) => {
        const names = Object.entries(attributes(one, { types }));
        expect(names.filter(([name]) => !isAttributeName(name))).toEqual([]);
        expect(names.filter(([, value]) => value === '')).toEqual([]);
      }),
    ));
});

describe('a change as the ApiServerSource of Knative has it', () => {
  it.each([
    ['created', 'resource.add'],
    ['listed', 'resource.add'],
    ['updated', 'resource.update'],
    ['deleted', 'resource.delete'],
  ] as const)('calls what was %s %s', (type, name) =>
    expect(attributes(change({ type }), KNATIVE)['type']).toBe(`dev.knative.apiserver.${name}`),
  );

  it('calls a reference so', () =>
    expect(attributes(change({ isReference: true }), KNATIVE)['type']).toBe('dev.knative.apiserver.ref.update'));

  it('has the whole path for its subject', () => {
    expect(attributes(change(), KNATIVE)['subject']).toBe('/apis/apps/v1/namespaces/north/deployments/mill');
    const resource = { group: '', version: 'v1', plural: 'nodes', kind: 'Node' };
    expect(attributes(change({ resource, object: { uid: 'u', name: 'one', resourceVersion: '1' } }), KNATIVE)['subject']).toBe(
      '/apis/v1/nodes/one',
    );
  });

  it('has the object for its data: the new state, or the last', () => {
    expect(encode(change(), KNATIVE).body).toEqual(mill(2));
    expect(encode(deleted(), KNATIVE).body).toEqual(mill(2));
    expect(JSON.parse(textOf(encode(deleted({ then: undefined }), KNATIVE)))).toMatchObject({
      kind: 'Deployment',
      metadata: { name: 'mill' },
    });
  });

  it('tells of a gap in our words, for it has none', () =>
    expect(attributes(gap(), KNATIVE)).toMatchObject({ type: 'dev.civ8s.resource.gap' }));
});

describe('the name of an attribute', () => {
  it.each(['id', 'partitionkey', 'a', 'a1', 'a'.repeat(20)])('may be %s', (name) => expect(isAttributeName(name)).toBe(true));
  it.each(['', 'Id', 'cluster-id', 'cluster_id', 'é', 'a'.repeat(21), 'a\n'])('may not be %j', (name) =>
    expect(isAttributeName(name)).toBe(false),
  );
});
