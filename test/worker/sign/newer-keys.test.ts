import { describe, expect, it } from '@jest/globals';
import { DELETION_COST_ANNOTATION } from '../../../model/keys.ts';
import { afterAttempt, offered, OFFERED, type NewerKeys } from '../../../worker/sign/newer-keys.ts';
import type { Annotations, Written } from '../../../worker/sign/write.ts';

const GOOD = { 'goods.civ8s.dev/wood': '1' };
const COST = { [DELETION_COST_ANNOTATION]: '1' };
const ALL = { ...GOOD, ...COST };
const written: Written = { is: 'written' };
const refused = (status = 422): Written => ({ is: 'refused', status, why: 'no' });
const unreached: Written = { is: 'unreached', why: 'nobody there' };

const after = (keys: NewerKeys, changes: Annotations, said: Written) =>
  afterAttempt(keys, { changes, written: said, now: 1_000, random: () => 0 });
const suspected: NewerKeys = { are: 'suspected', refusals: 0 };
const leftOut = (refusals: number, until: number): NewerKeys => ({ are: 'left-out', refusals, until });

describe('keys that an older policy does not know', () => {
  it.each<[string, NewerKeys, Annotations, Written, NewerKeys]>([
    ['offered, written', OFFERED, ALL, written, OFFERED],
    ['offered, refused', OFFERED, ALL, refused(), suspected],
    ['offered, forbidden', OFFERED, ALL, refused(403), suspected],
    ['offered, refused for the crowd', OFFERED, ALL, refused(429), OFFERED],
    ['offered, a server in trouble', OFFERED, ALL, refused(500), OFFERED],
    ['offered, not reached', OFFERED, ALL, unreached, OFFERED],
    ['offered alone, refused', OFFERED, COST, refused(), leftOut(1, 61_000)],
    ['not among what was refused', OFFERED, GOOD, refused(), OFFERED],
    ['suspected, the rest written', suspected, GOOD, written, leftOut(1, 61_000)],
    ['suspected, the rest refused as well', suspected, GOOD, refused(), OFFERED],
    ['suspected, not reached', suspected, GOOD, unreached, suspected],
    ['left out, the rest written', leftOut(1, 5_000), GOOD, written, leftOut(1, 5_000)],
    ['offered again, written', leftOut(1, 500), ALL, written, OFFERED],
    ['offered again, refused', leftOut(1, 500), ALL, refused(), { are: 'suspected', refusals: 1 }],
    ['offered again alone, refused', leftOut(1, 500), COST, refused(), leftOut(2, 121_000)],
    ['left out for the twentieth time', leftOut(19, 500), COST, refused(), leftOut(20, 3_601_000)],
  ])('%s', (_, keys, changes, said, next) => expect(after(keys, changes, said)).toEqual(next));

  it('are written while they are offered, and when it is time to offer them again', () => {
    expect(offered(ALL, OFFERED, 0)).toEqual(ALL);
    expect(offered(ALL, suspected, 0)).toEqual(GOOD);
    expect([4_999, 5_000].map((now) => offered(ALL, leftOut(1, 5_000), now))).toEqual([GOOD, ALL]);
  });
});
