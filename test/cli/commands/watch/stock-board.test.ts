import { describe, expect, it } from '@jest/globals';
import { boardLines } from '../../../../cli/commands/watch/board-lines.ts';
import { createStockBoard, type StockBoard } from '../../../../cli/commands/watch/stock-board.ts';
import type { Delta } from '../../../../kube/follow/store.ts';
import type { KubeObject } from '../../../../kube/objects/resource.ts';

const pod = (name: string, annotations: Readonly<Record<string, string>>): KubeObject => ({ metadata: { name, annotations } });
const ours = (name: string, wood: number) => pod(name, { 'goods.civ8s.dev/wood': String(wood), 'worker.civ8s.dev/waits': '3' });
const held = (object: KubeObject): Delta<KubeObject> => ({ type: 'added', object, initial: false });
const gone = (object: KubeObject): Delta<KubeObject> => ({ type: 'deleted', object, initial: false });

type Step = readonly [at: number, ...deltas: readonly Delta<KubeObject>[]];
function board(...steps: readonly Step[]): StockBoard {
  const made = createStockBoard();
  for (const [at, ...deltas] of steps) for (const delta of deltas) made.observe(delta, at);
  return made;
}
const lines = (shown: StockBoard, now = 0, ground: Parameters<typeof boardLines>[3] = 'without colours') =>
  boardLines(shown, { rows: 100, from: 0 }, now, ground).lines;

describe('the board', () => {
  it('shows what there is at once, pods and goods sorted', () =>
    expect(lines(board([0, held(ours('b', 3)), held(pod('a', { 'goods.civ8s.dev/stone': '120', 'goods.civ8s.dev/iron': '1' }))]))).toEqual([
      'a',
      '  iron                   1',
      '  stone                120',
      '',
      'b',
      '  wood                   3',
    ]));

  it('shows beside a pod what is said of it', () => {
    const beside = (name: string) => (name === 'a' ? '3 of 1-5 workers' : undefined);
    const shown = board([0, held(ours('b', 3)), held(ours('a', 7))]);
    expect(boardLines(shown, { rows: 100, from: 0, beside }, 0, 'without colours').lines).toEqual([
      'a   3 of 1-5 workers',
      '  wood                   7',
      '',
      'b',
      '  wood                   3',
    ]);
  });

  it('shows a change for five seconds', () => {
    const shown = board([0, held(ours('a', 3))], [1_000, held(ours('a', 7))]);
    expect(lines(shown, 1_000)).toEqual(['a', '  wood                   7 ↑+4']);
    expect(lines(shown, 5_999)).toEqual(['a', '  wood                   7 ↑+4']);
    expect(lines(shown, 6_000)).toEqual(['a', '  wood                   7']);
    expect([shown.isFading(5_999), shown.isFading(6_000)]).toEqual([true, false]);
  });

  it('paints growth green and loss red, ever nearer to the background', () => {
    const change = (from: number, to: number) => board([0, held(ours('a', from))], [0, held(ours('a', to))]);
    expect(lines(change(3, 7), 0, 'dark')[1]).toBe('  wood                   7 \u001B[38;2;0;255;0m↑+4\u001B[0m');
    expect(lines(change(3, 7), 2_500, 'light')[1]).toBe('  wood                   7 \u001B[38;2;128;192;128m↑+4\u001B[0m');
    expect(lines(change(7, 2), 2_500, 'dark')[1]).toBe('  wood                   2 \u001B[38;2;128;0;0m↓-5\u001B[0m');
  });

  it('shows what a terminal would obey, and paints its own colours beside it', () =>
    expect(
      lines(
        board(
          [0, held(pod('a\u001B]0;x\u0007', { 'goods.civ8s.dev/\u202Ewood': '3' }))],
          [0, held(pod('a\u001B]0;x\u0007', { 'goods.civ8s.dev/\u202Ewood': '4' }))],
        ),
        0,
        'dark',
      ),
    ).toEqual(['a\\u001b]0;x\\u0007', '  \\u202ewood             4 \u001B[38;2;0;255;0m↑+1\u001B[0m']));

  it('forgets a pod that is gone', () =>
    expect(lines(board([0, held(ours('a', 3)), held(ours('b', 1))], [1, gone(ours('a', 3))]), 1)).toEqual([
      'b',
      '  wood                   1',
    ]));

  it("shows bare whole numbers of pods that have no prefixed ones: the seed's workers", () =>
    expect(
      lines(
        board([
          0,
          held(pod('old', { wood: '20', note: 'x', version: '1.2' })),
          held(pod('new', { 'goods.civ8s.dev/wood': '1', port: '8080' })),
        ]),
      ),
    ).toEqual(['new', '  wood                   1', '', 'old', '  wood                  20']));

  it('tells what changed, the first stock among it', () => {
    const shown = createStockBoard();
    expect(shown.observe(held(ours('a', 3)), 0)).toEqual([{ pod: 'a', good: 'wood', count: 3, by: 3 }]);
    expect(shown.observe(held(ours('a', 3)), 1)).toEqual([]);
    expect(shown.observe(held(ours('a', 1)), 2)).toEqual([{ pod: 'a', good: 'wood', count: 1, by: -2 }]);
    expect(shown.observe(gone(ours('a', 1)), 3)).toEqual([]);
  });

  it.each(['constructor', '__proto__', 'toString'])('counts a good that is called %s like any other', (good) => {
    const stock = (count: string) => pod('a', JSON.parse(`{"goods.civ8s.dev/${good}":"${count}"}`) as Record<string, string>);
    const shown = createStockBoard();
    expect(shown.observe(held(stock('3')), 0)).toEqual([{ pod: 'a', good, count: 3, by: 3 }]);
    expect(shown.observe(held(stock('5')), 0)).toEqual([{ pod: 'a', good, count: 5, by: 2 }]);
  });

  it('looks at one pod for a change of one, and makes no more lines than are seen', () => {
    let reads = 0;
    const watched = (name: string): KubeObject => ({
      metadata: {
        name,
        get annotations() {
          reads += 1;
          return { 'goods.civ8s.dev/wood': '1' };
        },
      },
    });
    const shown = createStockBoard();
    for (let number = 0; number < 10_000; number += 1) shown.observe(held(watched(`pod-${number}`)), 0);
    expect(reads).toBe(10_000);
    shown.observe(held(watched('pod-7')), 1);
    expect(reads).toBe(10_001);
    expect(boardLines(shown, { rows: 24, from: 29_990 }, 1, 'without colours').lines).toHaveLength(24);
    expect(reads).toBe(10_001);
  });

  it('scrolls where it is taller than the screen, and no further than its end', () => {
    const shown = board([0, held(pod('a', { wood: '1' })), held(pod('b', { wood: '2' }))]);
    const [wood1, wood2] = ['  wood                   1', '  wood                   2'];
    const look = (rows: number, from: number) => boardLines(shown, { rows, from }, 0, 'without colours');
    expect(look(5, 3)).toEqual({ lines: ['a', wood1, '', 'b', wood2], from: 0 });
    expect(look(3, 0)).toEqual({ lines: ['a', wood1, '0 lines above, 3 below: ↑ ↓ scroll'], from: 0 });
    expect(look(3, 2)).toEqual({ lines: ['', 'b', '2 lines above, 1 below: ↑ ↓ scroll'], from: 2 });
    expect(look(3, 9)).toEqual({ lines: ['b', wood2, '3 lines above, 0 below: ↑ ↓ scroll'], from: 3 });
    expect(look(0, 0).lines).toHaveLength(2);
  });
});
