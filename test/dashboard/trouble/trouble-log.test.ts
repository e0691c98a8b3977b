import { describe, expect, it } from '@jest/globals';
import { createTroubleLog, troublesBetween, type TroubleNote } from '../../../dashboard/trouble/trouble-log.ts';

const NOON = Date.UTC(2026, 0, 2, 12);
const MINUTE = 60_000;
const note = (minute: number, unlike: Partial<TroubleNote> = {}): TroubleNote => ({
  kind: 'event',
  kingdom: 'one',
  shop: 'one/wood',
  reason: 'BackOff',
  says: `at ${minute}`,
  atMs: NOON + minute * MINUTE,
  ...unlike,
});
const logged = (...notes: readonly TroubleNote[]) => {
  const log = createTroubleLog();
  for (const one of notes) log.note(one);
  return log;
};
const short = ({ all }: ReturnType<typeof createTroubleLog>) => all.map(({ says, times }) => `${says} ×${times}`);

describe('the log of trouble', () => {
  it('groups what is repeated within ten minutes, with what was said last', () =>
    expect(short(logged(note(0), note(9), note(18, { times: 3 }), note(40)))).toEqual(['at 18 ×5', 'at 40 ×1']));

  it('keeps apart what is about something else', () =>
    expect(
      short(logged(note(0), note(1, { shop: 'one/axe' }), note(2, { reason: 'FailedScheduling' }), note(3, { kind: 'state' }))),
    ).toHaveLength(4));

  it('puts what is heard of late where it belongs', () => {
    const { all } = logged(note(30), note(0), note(25));
    expect(all.map(({ first, last, says }) => [first.slice(14, 16), last.slice(14, 16), says])).toEqual([
      ['00', '00', 'at 0'],
      ['25', '30', 'at 30'],
    ]);
  });

  it('keeps so many, and so long', () => {
    expect(logged(note(0), note(8 * 24 * 60)).all).toHaveLength(1);
    expect(logged(...Array.from({ length: 2_100 }, (_, index) => note(0, { shop: `one/${index}` }))).all).toHaveLength(2_000);
  });

  it('goes on from what was noted before it began', () => {
    const log = logged(note(60));
    log.take(logged(note(0), note(20)).all);
    expect([short(log), new Set(log.all.map(({ id }) => id)).size]).toEqual([['at 0 ×1', 'at 20 ×1', 'at 60 ×1'], 3]);
  });

  it('tells what went on between two times, the newest first', () =>
    expect(troublesBetween(logged(note(0), note(30), note(60)).all, NOON + 10 * MINUTE, NOON + 60 * MINUTE)).toMatchObject({
      troubles: [{ says: 'at 60' }, { says: 'at 30' }],
      more: 0,
    }));

  it('tells of what came at once the cause first: Events, then the worse states', () => {
    const states = ['starving', 'trouble', 'short'].map((reason) => note(0, { kind: 'state', shop: `one/${reason}`, reason }));
    const told = troublesBetween(logged(...states, note(0)).all, NOON - MINUTE, NOON + MINUTE).troubles;
    expect(told.map(({ reason }) => reason)).toEqual(['BackOff', 'trouble', 'starving', 'short']);
  });
});
