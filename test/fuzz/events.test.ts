import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { decode, type Readable } from '../../events/formats/decode.ts';
import { encoderFor } from '../../events/formats/format.ts';
import { UnreadableMessage } from '../../events/formats/resource-event.ts';
import { bytesField, textField, writeWire } from '../../ground/protobuf/wire.ts';
import { anyChange } from '../events/changes.ts';
import { CHOICES } from '../events/formats/golden.ts';
import { AWKWARD } from './orderly.ts';
import { fuzz } from './runs.ts';

const TYPES = ['created', 'listed', 'updated', 'deleted', 'gap', 'unknown'];

/** It is an event, or it is refused in one bounded line; nothing else comes of it. */
function expectRead(readable: Readable): void {
  try {
    const event = decode(readable);
    expect(TYPES).toContain(event.type);
    if ('happenedAt' in event) expect(Number.isNaN(event.happenedAt.getTime() + event.noticedAt.getTime())).toBe(false);
  } catch (error) {
    if (!(error instanceof UnreadableMessage)) throw error;
    expect(error.message).not.toContain('\n');
    expect(error.message.length).toBeLessThan(1_000);
  }
}

const bytes = fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.string({ maxLength: 100 }).map(Buffer.from));
const name = fc.oneof(
  fc.constantFrom('specversion', 'id', 'type', 'source', 'time', 'merged', 'data', 'data_base64', ...AWKWARD),
  fc.string(),
);
const word = fc.oneof(fc.constantFrom('1.0', 'dev.civ8s.resource.updated', 'dev.knative.apiserver.ref.delete', ...AWKWARD), fc.string());
const contentType = fc.constantFrom(undefined, '', 'application/json', 'application/cloudevents+json', 'application/protobuf', 'x\n');

/** Messages that were right until a few bytes were changed, cut off or added. */
const broken = fc
  .tuple(
    anyChange,
    fc.constantFrom(...Object.values(CHOICES)),
    fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }),
    fc.nat(),
    bytes,
  )
  .map(([one, choice, changes, length, more]) => {
    const message = encoderFor(choice)(one);
    const body = Buffer.from(message?.body ?? []);
    for (const [at, byte] of changes) body[at % body.length] = byte;
    const cut = body.subarray(0, length % 4 === 0 ? length % body.length : body.length);
    return { body: Buffer.concat([cut, more.subarray(0, length % 3)]), contentType: message?.contentType, attributes: message?.attributes };
  });

describe('a message of a bus, whatever it holds', () => {
  it('is read or refused where it is bytes', () =>
    fc.assert(
      fc.property(bytes, contentType, fc.dictionary(name, word), (body, type, attributes) =>
        expectRead({ body, contentType: type, attributes: new Map(Object.entries(attributes)) }),
      ),
      fuzz(16, 3_000),
    ));

  it('is read or refused where it is nearly right', () =>
    fc.assert(
      fc.property(broken, ({ attributes = new Map<string, string>(), ...rest }) => expectRead({ ...rest, attributes })),
      fuzz(16, 3_000),
    ));

  it('is read or refused where it is JSON of any kind', () =>
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.dictionary(name, fc.oneof(word, fc.jsonValue()))), (value) =>
        expectRead({ body: Buffer.from(JSON.stringify(value)), contentType: 'application/cloudevents+json', attributes: new Map() }),
      ),
      fuzz(16, 3_000),
    ));

  it.each([
    ['nested a million deep in JSON', Buffer.from(`{"specversion":"1.0","id":"i","type":"t","data":${'['.repeat(1_000_000)}`)],
    ['nested a hundred thousand deep in protobuf', nested(100_000)],
    ['a million empty fields', Buffer.alloc(2_000_000, Buffer.from([0x0a, 0x00]))],
    ['ten megabytes of one varint', Buffer.alloc(10_000_000, 0xff)],
    ['a line of ten megabytes', Buffer.from(`{"specversion":"${'1.'.repeat(5_000_000)}"}`)],
    ['a type of ten megabytes', writeWire(bytesField(4, ...textField(1, 'x'.repeat(10_000_000))))],
  ])('is read or refused: %s', (_, body) => expectRead({ body, contentType: undefined, attributes: new Map() }));
});

function nested(depth: number): Uint8Array {
  return Buffer.concat(Array.from({ length: depth }, () => Buffer.from([0x22, 0xff, 0xff, 0xff, 0x7f])));
}
