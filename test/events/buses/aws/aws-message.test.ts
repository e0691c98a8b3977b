import { describe, expect, it } from '@jest/globals';
import { awsMessageOf } from '../../../../events/buses/aws/aws-message.ts';
import { message } from '../messages.ts';

const isEncoded = (body: string | Uint8Array, contentType: string): boolean =>
  awsMessageOf(message(body, { contentType }), false).attributes.some(([name]) => name === 'base64encoded');

describe('a message for SNS and SQS', () => {
  it.each<[string, string | Uint8Array, string, boolean]>([
    ['JSON', '{"ä":"😀\\u0000"}', 'application/json', false],
    ['a character that they do not take', 'a\uFFFEb', 'application/json', true],
    ['a byte that is not text', Uint8Array.of(97, 255), 'application/json', true],
    ['protobuf that looks like text', 'text', 'application/protobuf', true],
  ])('is in base64 where it has to be: %s', (_, body, contentType, encoded) => expect(isEncoded(body, contentType)).toBe(encoded));

  it('has a group and an id of at most 128 plain characters, and none where no order is kept', () => {
    const [long, odd] = [message('1', { key: 'k'.repeat(129), id: 'i' }), message('1', { key: 'ein Schlüssel', id: 'i'.repeat(129) })];
    expect(awsMessageOf(long, true).fifo).toEqual({ group: expect.stringMatching(/^[0-9a-f]{64}$/), id: 'i' });
    expect(awsMessageOf(odd, true).fifo).toEqual({
      group: expect.stringMatching(/^[0-9a-f]{64}$/),
      id: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(awsMessageOf(message('1', { key: 'here/a' }), true).fifo?.group).toBe('here/a');
    expect(awsMessageOf(long, false).fifo).toBeUndefined();
  });
});
