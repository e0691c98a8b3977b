import { fromBinary, fromJson, toBinary, toJson, type JsonObject } from '@bufbuild/protobuf';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { readEnvelope, writeEnvelope, type Envelope } from '../../../../events/formats/kollect/envelope.ts';
import { bytesField, textField, writeWire } from '../../../../ground/protobuf/wire.ts';
import { momentMs } from '../../changes.ts';
import { registry, schemaOf } from './schemas.ts';

const schema = schemaOf('kollect.event.v1.Envelope');
const text = fc.string({ unit: 'grapheme', maxLength: 200 });
const bytes = fc.uint8Array({ maxLength: 300 });
const envelope: fc.Arbitrary<Envelope> = fc.record({
  id: text,
  timestampMs: momentMs,
  appliesAtMs: momentMs,
  payload: fc.oneof(
    fc.record({ type: fc.constant('created' as const), uid: text, clusterId: text, resource: bytes }),
    fc.record({ type: fc.constant('updated' as const), uid: text, clusterId: text, then: bytes, now: bytes }),
    fc.record({ type: fc.constant('deleted' as const), uid: text, clusterId: text }),
  ),
});

/** The same in the JSON of protobuf, by which the library is told and asked: there an empty field is left out. */
function jsonOf({ id, timestampMs, appliesAtMs, payload: { type, ...fields } }: Envelope): JsonObject {
  const name = { created: 'ResourceCreatedEvent', updated: 'ResourceUpdatedEvent', deleted: 'ResourceDeletedEvent' }[type];
  const values = Object.entries(fields).map(([field, value]) => [
    field,
    typeof value === 'string' ? value : Buffer.from(value).toString('base64'),
  ]);
  return {
    ...(id === '' ? {} : { id }),
    timestamp: new Date(timestampMs).toISOString().replace('.000Z', 'Z'),
    appliesAt: new Date(appliesAtMs).toISOString().replace('.000Z', 'Z'),
    payload: {
      '@type': `type.googleapis.com/kollect.resource.event.v1.${name}`,
      ...Object.fromEntries(values.filter(([, value]) => value !== '')),
    },
  };
}

describe('an envelope of kollect', () => {
  it('is read by a protobuf library with the .proto files', () =>
    fc.assert(
      fc.property(envelope, (one) => expect(toJson(schema, fromBinary(schema, writeEnvelope(one)), { registry })).toEqual(jsonOf(one))),
    ));

  it('is read as such a library writes it', () =>
    fc.assert(
      fc.property(envelope, (one) => {
        const { payload, ...rest } = readEnvelope(toBinary(schema, fromJson(schema, jsonOf(one), { registry })));
        expect(rest).toEqual({ id: one.id, timestampMs: one.timestampMs, appliesAtMs: one.appliesAtMs });
        expect(payload).toEqual(one.payload);
      }),
    ));

  it('has the very bytes that such a library writes, where nothing is empty', () => {
    const one: Envelope = {
      id: 'one',
      timestampMs: 1_700_000_000_123,
      appliesAtMs: -1,
      payload: { type: 'updated', uid: 'u', clusterId: 'blue', then: Buffer.from('{}'), now: Buffer.alloc(70_000, 'a') },
    };
    expect(Buffer.from(writeEnvelope(one))).toEqual(Buffer.from(toBinary(schema, fromJson(schema, jsonOf(one), { registry }))));
  });

  it('passes over fields that it does not know, in the envelope and in the payload', () => {
    const known = writeEnvelope({ id: 'a', timestampMs: 0, appliesAtMs: 0, payload: { type: 'deleted', uid: 'u', clusterId: 'c' } });
    const more = writeWire([known, ...bytesField(900, 'later'), [0x78, 0x01]]);
    expect(readEnvelope(more)).toEqual(readEnvelope(known));
    const payload = bytesField(
      4,
      ...textField(1, 'example.com/kollect.resource.event.v1.ResourceDeletedEvent'),
      ...bytesField(2, ...textField(1, 'u'), ...textField(7, 'later')),
    );
    expect(readEnvelope(writeWire(payload)).payload).toEqual({ type: 'deleted', uid: 'u', clusterId: '' });
  });

  it('may hold what a later version puts there', () =>
    expect(readEnvelope(writeWire(bytesField(4, ...textField(1, 'type.googleapis.com/kollect.resource.event.v2.Moved')))).payload).toEqual({
      type: 'unknown',
      typeUrl: 'type.googleapis.com/kollect.resource.event.v2.Moved',
    }));

  it.each([
    ['nothing at all', [], 'it has no payload'],
    ['a length beyond its end', [0x0a, 0x7f, 0x41], 'unexpected EOF'],
    ['a length of 2^63', [0x0a, ...Array<number>(9).fill(0xff), 0x01], 'unexpected EOF'],
    ['a varint without an end', [0x08, ...Array<number>(11).fill(0xff)], 'proto: integer overflow'],
    ['a group', [0x0b, 0x0c], 'proto: illegal wireType 3'],
    ['an id that is a number', [0x08, 0x01, 0x22, 0x00], 'field 1 is a number'],
    ['an id that is not text', [0x0a, 0x02, 0xc3, 0x28, 0x22, 0x00], 'field 1 is not valid UTF-8'],
    ['a time that is text', [0x12, 0x02, 0x0a, 0x00, 0x22, 0x00], 'field 1 of a timestamp is not a number'],
    [
      'a time after the year 9999',
      [0x12, 0x0a, 0x08, ...Array<number>(8).fill(0xff), 0x7f, 0x22, 0x00],
      'a timestamp is outside the years 1 to 9999',
    ],
  ])('is refused with one error: %s', (_, body, message) =>
    expect(() => readEnvelope(Uint8Array.from(body))).toThrow(expect.objectContaining({ name: 'WireError', message })),
  );
});
