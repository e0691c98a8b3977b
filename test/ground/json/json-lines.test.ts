import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { jsonLines } from '../../../ground/json/json-lines.ts';

async function* chunked(bytes: Buffer, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((one, other) => one - other);
  let start = 0;
  for (const end of ends) {
    yield bytes.subarray(start, end);
    start = end;
  }
}

describe('JSON lines', () => {
  it('are the same however their bytes are cut', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue()), fc.array(fc.nat({ max: 1_000 })), fc.boolean(), async (values, cuts, ended) => {
        const text = values.map((value) => `${JSON.stringify(value)}\n`).join('');
        const bytes = Buffer.from(ended ? text : `${text}{"cut":`);
        const read = await Array.fromAsync(jsonLines(chunked(bytes, cuts)));
        expect(JSON.stringify(read)).toBe(JSON.stringify(values.map((value) => JSON.parse(JSON.stringify(value)) as unknown)));
      }),
      { numRuns: 200 },
    ));

  it('are given up where a line has no end in sight', async () => {
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) yield Buffer.alloc(2 ** 22, 'x');
    }
    await expect(jsonLines(endless()).next()).rejects.toThrow('a line of more than 33554432 bytes');
  });

  it('are not ended by the letters that other encodings end lines with', async () => {
    const bytes = Buffer.from('"\u2028\u0085"\r\n\r\n"b"\n');
    expect(await Array.fromAsync(jsonLines(chunked(bytes, [])))).toEqual(['\u2028\u0085', 'b']);
  });
});
