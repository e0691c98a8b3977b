import { describe, expect, it } from '@jest/globals';
import {
  decide,
  holds,
  LEASE_TIMES,
  leaseTimesProblem,
  observe,
  untilNextTry,
  type LeaseRecord,
} from '../../../../controllers/runtime/election/lease.ts';

const NOW = 100_000;
const record = (unlike: Partial<LeaseRecord> = {}): LeaseRecord => ({
  version: '7',
  holder: 'other',
  transitions: 3,
  leaseMs: 15_000,
  ...unlike,
});
const decided = (seen: LeaseRecord | undefined, agoMs = 0) => decide({ record: seen, since: NOW - agoMs }, 'me', NOW);

describe('what a candidate does with a lease', () => {
  it('makes one where there is none', () => expect(decided(undefined)).toEqual({ do: 'create' }));
  it('renews its own', () => expect(decided(record({ holder: 'me' }), 60_000)).toEqual({ do: 'renew', version: '7', transitions: 3 }));
  it('waits while another one may hold it', () => expect(decided(record(), 14_999)).toEqual({ do: 'wait', holder: 'other', leftMs: 1 }));
  it('takes one that has not changed for as long as it is good for', () =>
    expect(decided(record(), 15_000)).toEqual({ do: 'take', version: '7', transitions: 4 }));
  it("goes by the holder's word on how long that is", () =>
    expect(decided(record({ leaseMs: 40_000 }), 15_000)).toEqual({ do: 'wait', holder: 'other', leftMs: 25_000 }));
  it('takes one that was released, at once', () =>
    expect(decided(record({ holder: '' }))).toEqual({ do: 'take', version: '7', transitions: 4 }));
});

describe('what a candidate has seen', () => {
  it('counts from the last change that it saw itself', () => {
    const first = observe(undefined, record(), 1_000);
    expect(observe(first, record(), 9_000)).toBe(first);
    expect(observe(first, record({ version: '8' }), 9_000).since).toBe(9_000);
    expect(observe(first, undefined, 9_000)).toEqual({ record: undefined, since: 9_000 });
  });
});

describe('the times of a lease', () => {
  it('let the holder act up to the renew deadline, and no longer', () =>
    expect([holds(0, 9_999, LEASE_TIMES), holds(0, 10_000, LEASE_TIMES)]).toEqual([true, false]));
  it('are 15 s, 10 s and 2 s, and fit', () =>
    expect([LEASE_TIMES, leaseTimesProblem(LEASE_TIMES)]).toEqual([
      { leaseMs: 15_000, renewDeadlineMs: 10_000, retryMs: 2_000 },
      undefined,
    ]));
  it('must not let two lead', () =>
    expect(leaseTimesProblem({ ...LEASE_TIMES, renewDeadlineMs: 15_000 })).toBe(
      'the lease (15000 ms) has to outlast the renew deadline (15000 ms), or two could lead at once',
    ));
  it('leave room for a lost request', () =>
    expect(leaseTimesProblem({ ...LEASE_TIMES, retryMs: 9_000 })).toBe(
      'the renew deadline (10000 ms) has to be more than 1.2 times the retry period (9000 ms), or one lost request ends the leadership',
    ));
  it('keep candidates out of step', () =>
    expect([untilNextTry(LEASE_TIMES, () => 0), untilNextTry(LEASE_TIMES, () => 1)]).toEqual([2_000, 2_400]));
});
