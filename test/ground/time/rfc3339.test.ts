import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { microTimestamp, timestamp } from '../../../ground/time/rfc3339.ts';

const NOON = Date.UTC(2026, 10, 21, 12, 0, 0, 999);

describe('a timestamp', () => {
  it('has whole seconds, cut off and not rounded', () => expect(timestamp(NOON)).toBe('2026-11-21T12:00:00Z'));

  it('has six digits where microseconds are asked for', () =>
    expect([microTimestamp(NOON), microTimestamp(NOON, 7)]).toEqual(['2026-11-21T12:00:00.999000Z', '2026-11-21T12:00:00.999007Z']));

  it('is read back as the time that it was made of', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 253_402_300_799_999 }), fc.nat({ max: 999 }), (ms, micros) => {
        expect(Date.parse(timestamp(ms))).toBe(ms - (ms % 1_000));
        expect(Date.parse(microTimestamp(ms, micros))).toBe(ms);
      }),
    ));
});
