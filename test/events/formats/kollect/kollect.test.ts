import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { decodeKollect } from '../../../../events/formats/kollect/decode.ts';
import { encodeKollect } from '../../../../events/formats/kollect/encode.ts';
import { readEnvelope } from '../../../../events/formats/kollect/envelope.ts';
import { bytesField, textField, writeWire } from '../../../../ground/protobuf/wire.ts';
import type { ResourceChange } from '../../../../events/resource-change.ts';
import { anyChange, change, created, deleted, gap, mill, state } from '../../changes.ts';

const bodyOf = (one: ResourceChange) => encodeKollect(one)?.body ?? new Uint8Array();
const payloadOf = (one: ResourceChange) => readEnvelope(bodyOf(one)).payload;
const read = (bytes: Uint8Array): unknown => JSON.parse(Buffer.from(bytes).toString('utf8'));
const REFERENCE = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'mill', namespace: 'north', uid: change().object.uid },
};

describe('a change in the format of kollect', () => {
  it('is the envelope alone, under the key that kollect gives it', () => {
    const { id, key, resource, object } = change();
    expect(encodeKollect(change())).toMatchObject({ id, key, contentType: 'application/protobuf', about: { resource, object } });
    expect(encodeKollect(change())?.attributes).toEqual(new Map());
  });

  it('says when it was noticed and when it happened', () =>
    expect(readEnvelope(bodyOf(change({ noticedAtMs: 2_000, happenedAtMs: 1_234 })))).toMatchObject({
      timestampMs: 2_000,
      appliesAtMs: 1_234,
    }));

  it('has the states as the server wrote them', () => {
    const then = state('{"n":9007199254740993}');
    const now = state('{"apiVersion":"v1", "n":1.0}');
    expect(payloadOf(change({ then, now }))).toMatchObject({ then, now });
  });

  it('is a creation where the object was there at a first start', () =>
    expect(payloadOf(created({ type: 'listed' }))).toEqual(payloadOf(created())));

  it('does not exist for a gap', () => expect(encodeKollect(gap())).toBeUndefined());

  it('has a `then` that is never empty: the consumers of kollect end there', () => {
    const payload = payloadOf(change({ then: undefined, shrunk: true }));
    expect(payload.type === 'updated' && read(payload.then)).toEqual(REFERENCE);
    const global = { ...change().object, namespace: undefined };
    const cluster = payloadOf(change({ then: undefined, object: global }));
    expect(cluster.type === 'updated' && read(cluster.then)).toEqual({ ...REFERENCE, metadata: { name: 'mill', uid: global.uid } });
  });

  it('tells of a deletion the uid and the cluster', () =>
    expect(payloadOf(deleted())).toEqual({ type: 'deleted', uid: change().object.uid, clusterId: 'blue' }));
});

describe('a message in the format of kollect, read', () => {
  it('is the change that was written', () =>
    fc.assert(
      fc.property(anyChange, (one) => {
        const { now, then, type, id, key, clusterId } = one;
        const event = decodeKollect(bodyOf(one));
        expect(event).toMatchObject({ id, key, clusterId, type: type === 'listed' ? 'created' : type, uid: one.object.uid });
        expect(event).toMatchObject({ happenedAt: new Date(one.happenedAtMs), noticedAt: new Date(one.noticedAtMs) });
        if (now !== undefined) expect(event).toMatchObject({ now: read(now) });
        if (event.type === 'updated' && then !== undefined) expect(event.then).toEqual(read(then));
      }),
    ));

  it('takes from the object what it does not say itself', () =>
    expect(decodeKollect(bodyOf(change()))).toMatchObject({ apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'north', name: 'mill' }));

  it('has no `then` where the writer left it empty', () =>
    expect(decodeKollect(bodyOf(change({ then: new Uint8Array() })))).toMatchObject({ type: 'updated', then: undefined }));

  it('keeps a field called __proto__ to itself', () => {
    const event = decodeKollect(bodyOf(created({ now: state('{"kind":"X","__proto__":{"polluted":true}}') })));
    expect(event.type === 'created' && Object.keys(event.now)).toEqual(['kind', '__proto__']);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('is of an unknown type where its payload is', () => {
    const typeName = 'type.googleapis.com/kollect.resource.event.v2.Moved';
    const body = writeWire([...textField(1, 'x'), ...bytesField(4, ...textField(1, typeName))]);
    expect(decodeKollect(body)).toEqual({ type: 'unknown', id: 'x', key: '', typeName });
  });

  it.each([
    ['an object that is missing', created({ now: new Uint8Array() }), 'resource is missing'],
    ['an object that is not JSON', created({ now: state('{') }), 'resource is not valid JSON'],
    ['an object that is a list', change({ now: state('[]') }), 'now is not an object'],
    ['an earlier state that is a number', change({ then: state('7') }), 'then is not an object'],
  ])('is refused with %s', (_, one, message) => expect(() => decodeKollect(bodyOf(one))).toThrow(message));

  it('is refused where it is not an envelope', () =>
    expect(() => decodeKollect(mill(1))).toThrow(
      expect.objectContaining({ name: 'UnreadableMessage', message: 'it is not an envelope of kollect: proto: illegal wireType 3' }),
    ));
});
