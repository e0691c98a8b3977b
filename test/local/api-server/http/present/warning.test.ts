import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { ServerResponse, IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { warningHeaders } from '../../../../../local/api-server/http/present/warning.ts';
import { anyText } from '../../../../any-text.ts';

describe('the Warning headers of an answer', () => {
  it('hold any text that a client can call a field', () => {
    fc.assert(
      fc.property(fc.array(anyText({ maxLength: 40 }), { maxLength: 5 }), (messages) => {
        const response = new ServerResponse(new IncomingMessage(new Socket()));
        expect(() => response.setHeader('warning', warningHeaders(messages))).not.toThrow();
      }),
    );
  });
  it('are UTF-8, with control characters as Go writes them', () =>
    expect(warningHeaders(['漢 a\u0007b\u0000 "q"'])).toEqual([
      Buffer.from(String.raw`299 - "漢 a\\ab\\x00 \"q\""`, 'utf8').toString('latin1'),
    ]));
  it('say each thing once', () => expect(warningHeaders(['a', 'a'])).toEqual(['299 - "a"']));
  it('are shortened where they would be too long', () => {
    const long = (letter: string) => letter.repeat(3_000);
    expect(warningHeaders([long('a')])).toEqual([`299 - "${long('a')}"`]);
    expect(warningHeaders([long('a'), long('b')])).toEqual([`299 - "${'a'.repeat(256)}"`, `299 - "${'b'.repeat(256)}"`]);
    expect(warningHeaders(Array.from({ length: 100 }, (_, index) => `${index}`.padStart(300, 'x')))).toHaveLength(16);
  });
});
