import { describe, expect, it } from '@jest/globals';
import { runInNewContext } from 'node:vm';
import { messageOf } from '../../../ground/text/message-of.ts';

describe('what something thrown says', () => {
  it.each([
    [new Error('no wood\nat the mill'), 'no wood'],
    [runInNewContext("new TypeError('of another realm')"), 'of another realm'],
    ['just text\nand more', 'just text'],
    [new RangeError(''), 'RangeError'],
    [undefined, 'undefined'],
    [null, 'null'],
    [{ message: 7 }, '[object Object]'],
  ])('is its first line: %p', (thrown, message) => expect(messageOf(thrown)).toBe(message));
});
