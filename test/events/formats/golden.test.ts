import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { decode } from '../../../events/formats/decode.ts';
import { encoderFor } from '../../../events/formats/format.ts';
import { CHANGES, CHOICES, golden, type GoldenMessage } from './golden.ts';

/** What consumers read that nobody here knows of: it changes with the version of a format, and never by accident. */
const messages = JSON.parse(readFileSync('test/events/formats/messages.json', 'utf8')) as Readonly<Record<string, GoldenMessage>>;

const pairs = Object.entries(CHOICES).flatMap(([format, choice]) =>
  Object.entries(CHANGES).map(([name, one]) => ({ title: `${format} ${name}`, message: encoderFor(choice)(one) })),
);

describe('the messages of messages.json', () => {
  it('are what is published today, byte for byte', () =>
    expect(Object.fromEntries(pairs.flatMap(({ title, message }) => (message === undefined ? [] : [[title, golden(message)]])))).toEqual(
      messages,
    ));

  it.each(Object.entries(messages))('are read: %s', (title, { contentType, attributes, text, base64 }) => {
    const body = text === undefined ? Buffer.from(base64 ?? '', 'base64') : Buffer.from(text);
    const event = decode({ body, contentType, attributes: new Map(Object.entries(attributes)) });
    const [format, name = ''] = title.split(' ');
    const known = name === 'shrunk' ? 'updated' : name === 'listed' && (format === 'kollect' || format === 'knative') ? 'created' : name;
    expect(event).toMatchObject({ type: known, clusterId: 'blue' });
  });
});
