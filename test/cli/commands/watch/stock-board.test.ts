import { describe, expect, it } from '@jest/globals';
import { boardLines, visible } from '../../../../cli/commands/watch/board-lines.ts';
import { changes, isFading, observed, type Board } from '../../../../cli/commands/watch/stock-board.ts';
import type { Pod } from '../../../../kube/objects/built-in.ts';

const pod = (name: string, annotations: Readonly<Record<string, string>>): Pod => ({ metadata: { name, annotations } });
const ours = (name: string, wood: number) => pod(name, { 'goods.civ8s.dev/wood': String(wood), 'worker.civ8s.dev/waits': '3' });
const board = (...looks: readonly (readonly [at: number, ...pods: readonly Pod[]])[]) =>
  looks.reduce((before: Board, [at, ...pods]) => observed(before, pods, at), new Map());

describe('the board', () => {
  it('shows what there is at once, pods and goods sorted', () =>
    expect(
      boardLines(board([0, ours('b', 3), pod('a', { 'goods.civ8s.dev/stone': '120', 'goods.civ8s.dev/iron': '1' })]), 0, 'without colours'),
    ).toEqual(['a', '  iron                   1', '  stone                120', '', 'b', '  wood                   3']));

  it('shows a change for five seconds', () => {
    const looks = [
      [0, ours('a', 3)],
      [1_000, ours('a', 7)],
    ] as const;
    expect(boardLines(board(...looks), 1_000, 'without colours')).toEqual(['a', '  wood                   7 ↑+4']);
    expect(boardLines(board(...looks), 5_999, 'without colours')).toEqual(['a', '  wood                   7 ↑+4']);
    expect(boardLines(board(...looks), 6_000, 'without colours')).toEqual(['a', '  wood                   7']);
    expect([isFading(board(...looks), 5_999), isFading(board(...looks), 6_000)]).toEqual([true, false]);
  });

  it('paints growth green and loss red, ever nearer to the background', () => {
    expect(boardLines(board([0, ours('a', 3)], [0, ours('a', 7)]), 0, 'dark')[1]).toBe(
      '  wood                   7 \u001B[38;2;0;255;0m↑+4\u001B[0m',
    );
    expect(boardLines(board([0, ours('a', 3)], [0, ours('a', 7)]), 2_500, 'light')[1]).toBe(
      '  wood                   7 \u001B[38;2;128;192;128m↑+4\u001B[0m',
    );
    expect(boardLines(board([0, ours('a', 7)], [0, ours('a', 2)]), 2_500, 'dark')[1]).toBe(
      '  wood                   2 \u001B[38;2;128;0;0m↓-5\u001B[0m',
    );
  });

  it('forgets a pod that is gone', () =>
    expect(boardLines(board([0, ours('a', 3), ours('b', 1)], [1, ours('b', 1)]), 1, 'without colours')).toEqual([
      'b',
      '  wood                   1',
    ]));

  it("shows bare whole numbers of pods that have no prefixed ones: the seed's workers", () =>
    expect(
      boardLines(
        board([0, pod('old', { wood: '20', note: 'x', version: '1.2' }), pod('new', { 'goods.civ8s.dev/wood': '1', port: '8080' })]),
        0,
        'without colours',
      ),
    ).toEqual(['new', '  wood                   1', '', 'old', '  wood                  20']));

  it('tells changes as lines, the first stock among them', () => {
    const before = board([0, ours('a', 3)]);
    expect(changes(new Map(), before)).toEqual([{ pod: 'a', good: 'wood', count: 3, by: 3 }]);
    expect(changes(before, observed(before, [ours('a', 1), ours('b', 2)], 1))).toEqual([
      { pod: 'a', good: 'wood', count: 1, by: -2 },
      { pod: 'b', good: 'wood', count: 2, by: 2 },
    ]);
  });

  it('scrolls where it is taller than the screen, and no further than its end', () => {
    const lines = ['a', 'b', 'c', 'd', 'e'];
    expect(visible(lines, 5, 3)).toEqual({ lines, from: 0 });
    expect(visible(lines, 3, 0)).toEqual({ lines: ['a', 'b', '0 lines above, 3 below: ↑ ↓ scroll'], from: 0 });
    expect(visible(lines, 3, 9)).toEqual({ lines: ['d', 'e', '3 lines above, 0 below: ↑ ↓ scroll'], from: 3 });
  });
});
