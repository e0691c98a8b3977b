import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { decode, type Readable } from '../../../events/formats/decode.ts';
import { encoderFor, type FormatChoice } from '../../../events/formats/format.ts';
import type { Message } from '../../../events/message.ts';
import type { ResourceChange } from '../../../events/resource-change.ts';
import { anyChange, change, created, deleted, gap, mill, state } from '../changes.ts';

const CHOICES: readonly FormatChoice[] = [
  { format: 'kollect' },
  { format: 'cloudevents' },
  { format: 'cloudevents', mode: 'structured' },
  { format: 'cloudevents', types: 'knative' },
  { format: 'cloudevents', types: 'knative', mode: 'structured' },
];
const BINARY = CHOICES[1] ?? { format: 'cloudevents' };

function message(one: ResourceChange, choice: FormatChoice): Message {
  const made = encoderFor(choice)(one);
  if (made === undefined) throw new Error('the format has no word for it');
  return made;
}
const structured = (event: unknown): Readable => ({ body: state(event), contentType: undefined, attributes: new Map() });
const parse = (bytes: Uint8Array | undefined): unknown =>
  bytes === undefined ? undefined : JSON.parse(Buffer.from(bytes).toString('utf8'));

describe('a message in any format', () => {
  it.each(CHOICES)('is read back without being told which: %j', (choice) =>
    fc.assert(
      fc.property(anyChange, (one) => {
        const event = decode(message(one, choice));
        const isListing = one.type === 'listed' && (choice.format === 'kollect' || choice.types === 'knative');
        expect(event).toMatchObject({ type: isListing ? 'created' : one.type, id: one.id, key: one.key, uid: one.object.uid });
        expect(event).toMatchObject({ happenedAt: new Date(one.happenedAtMs), noticedAt: new Date(one.noticedAtMs) });
        if (one.now !== undefined) expect(event).toMatchObject({ now: parse(one.now) });
        if (event.type === 'updated') expect(event.changed).toEqual(choice === BINARY ? one.changed : event.changed);
      }),
    ),
  );

  it.each(CHOICES)('is known without its content type: %j', (choice) => {
    const { body, attributes } = message(change(), choice);
    expect(decode({ body, attributes, contentType: undefined })).toMatchObject({ type: 'updated', now: parse(mill(2)) });
  });
});

describe('a CloudEvent, read', () => {
  it('has all that it says', () =>
    expect(decode(message(change({ merged: 2, shrunk: true }), BINARY))).toEqual({
      type: 'updated',
      id: change().id,
      typeName: 'dev.civ8s.resource.updated',
      key: change().key,
      clusterId: 'blue',
      uid: change().object.uid,
      happenedAt: new Date(change().happenedAtMs),
      noticedAt: new Date(change().noticedAtMs),
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      namespace: 'north',
      name: 'mill',
      resourceVersion: '4711',
      sequence: '00000000000000004711',
      merged: 2,
      shrunk: true,
      then: parse(mill(1)),
      now: parse(mill(2)),
      changed: ['/spec/replicas'],
    }));

  it('says of a gap which resource it is in', () =>
    expect(decode(message(gap(), BINARY))).toMatchObject({
      type: 'gap',
      key: 'blue/apps/deployments',
      apiVersion: 'apps/v1',
      kind: 'Deployment',
    }));

  it('has no `then` where it was left out', () => {
    expect(decode(message(change({ then: undefined }), BINARY))).toMatchObject({ type: 'updated', then: undefined });
    expect(decode(message(deleted({ then: undefined }), BINARY))).toMatchObject({ type: 'deleted', then: undefined });
  });

  it('may have its data as base64, as some ways make it', () => {
    const { body } = message(created(), { format: 'cloudevents', mode: 'structured' });
    const { data, ...rest } = parse(body) as { readonly data: unknown };
    const event = structured({ ...rest, data_base64: Buffer.from(state(data)).toString('base64') });
    expect(decode(event)).toEqual(decode(message(created(), BINARY)));
  });

  it('may have attributes that are not known, not named well, or null', () =>
    expect(decode(structured({ ...minimal, traceparent: '00-1', 'x-y': {}, subject: null }))).toMatchObject({ type: 'created' }));

  it('is of an unknown type where it is of somebody else, whatever its data', () =>
    expect(decode(structured({ specversion: '1.0', id: 'i', source: 's', type: 'com.example.thing', data: 'text' }))).toEqual({
      type: 'unknown',
      id: 'i',
      key: '',
      typeName: 'com.example.thing',
    }));
});

const minimal = { specversion: '1.0', id: 'i', source: '/s', type: 'dev.civ8s.resource.created', data: { now: { kind: 'Pod' } } };

describe('what is not a message of ours', () => {
  it.each<[string, Readable, string]>([
    ['nothing', { body: new Uint8Array(), contentType: undefined, attributes: new Map() }, '0 bytes as kollect: it is not an envelope'],
    ['text', { ...structured('hello'), body: Buffer.from('hello') }, 'as kollect: it is not an envelope of kollect'],
    ['half an object', { ...structured(''), body: Buffer.from('{"specversion":') }, 'the event is not valid JSON'],
    ['a list', { ...structured([]), contentType: 'application/json' }, 'the event is not an object'],
    ['an object of any kind', structured({ kind: 'Pod' }), 'it is a CloudEvent without specversion'],
    ['another version', structured({ ...minimal, specversion: '0.3' }), 'it is a CloudEvent of version 0.3'],
    ['no id', structured({ ...minimal, id: '' }), 'it is a CloudEvent without id'],
    ['an id that is an object', structured({ ...minimal, id: {} }), 'attribute id is not a plain value'],
    ['a time that is none', structured({ ...minimal, time: 'noon' }), 'attribute time is not a time'],
    ['no data', structured({ ...minimal, data: undefined }), 'the data is not an object'],
    ['no new state', structured({ ...minimal, data: { now: null } }), 'now is missing'],
    ['a state that is text', structured({ ...minimal, data: { now: 'x' } }), 'now is not an object'],
    [
      'pointers that are numbers',
      structured({ ...minimal, type: 'dev.civ8s.resource.updated', data: { now: {}, changed: [1] } }),
      'changed is not a list of JSON pointers',
    ],
  ])('is refused in one sentence that says what to do: %s', (_, readable, why) => {
    expect(() => decode(readable)).toThrow(why);
    expect(() => decode(readable)).toThrow(
      expect.objectContaining({
        name: 'UnreadableMessage',
        message: expect.stringMatching(
          /^cannot read a message of \d+ bytes as (kollect|cloudevents): .*: let nothing but resource-events publish there$/,
        ),
      }),
    );
  });

  it('is refused where another format is expected', () =>
    expect(() => decode(message(change(), BINARY), 'kollect')).toThrow('as kollect: it is not an envelope'));
});
