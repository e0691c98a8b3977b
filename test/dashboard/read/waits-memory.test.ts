import { describe, expect, it } from '@jest/globals';
import { podPicture } from '../../../dashboard/read/pod-picture.ts';
import { afterWaits, countsAgainMs, waitedMs, type SaidWaits } from '../../../dashboard/read/waits-memory.ts';
import { podOf } from './cluster-facts.ts';

const says = (...waits: readonly string[]) => waits.map((text, index) => podPicture(podOf('axe', { name: `axe-${index}`, waits: text })));
const [IRON, WOOD] = ['iron from ironworker', 'wood from woodworker'];
const SECOND = 1_000;

/** Of a shop that says one thing after another, each from a second on. */
const told = (...steps: readonly (readonly [second: number, ...waits: readonly string[]])[]): readonly SaidWaits[] =>
  steps.reduce<readonly SaidWaits[]>((said, [second, ...waits]) => afterWaits(said, says(...waits), second * SECOND), []);

describe('what a shop has waited for in the last minute', () => {
  it('is counted by how long it was named, however many of it', () =>
    expect(waitedMs(told([0, `4 ${IRON}`], [40, `3 ${IRON}, 8 ${WOOD}`], [50, '']), 60 * SECOND)).toEqual(
      new Map([
        [IRON, 50 * SECOND],
        [WOOD, 10 * SECOND],
      ]),
    ));

  it('counts for each pod that names it', () =>
    expect(waitedMs(told([0, `4 ${IRON}`, `1 ${IRON}`, `8 ${WOOD}`]), 20 * SECOND)).toEqual(
      new Map([
        [IRON, 40 * SECOND],
        [WOOD, 20 * SECOND],
      ]),
    ));

  it('is forgotten after it', () => {
    const said = told([0, `4 ${IRON}`], [10, '']);
    expect(waitedMs(said, 65 * SECOND)).toEqual(new Map([[IRON, 5 * SECOND]]));
    expect(waitedMs(said, 70 * SECOND)).toEqual(new Map());
    expect([countsAgainMs(said, 61 * SECOND), countsAgainMs(said, 76 * SECOND)]).toEqual([65 * SECOND, undefined]);
  });

  it('takes no more room however often somebody says something else', () => {
    let said: readonly SaidWaits[] = [];
    for (let turn = 0; turn < 1_000; turn += 1) said = afterWaits(said, says(turn % 2 === 0 ? `4 ${IRON}` : ''), turn);
    expect(said.length).toBeLessThanOrEqual(121);
    expect(afterWaits(said, says(''), 2_000)).toBe(said);
  });
});
