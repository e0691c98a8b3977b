import { inOneLine } from '../../../ground/text/printable.ts';
import type { Ground } from '../../terminal/colours.ts';
import { FADE_MS, type BoardGood, type StockBoard } from './stock-board.ts';

export interface Window {
  /** How many lines there is room for. */
  readonly rows: number;
  /** The line that was scrolled to. */
  readonly from: number;
  /** What stands beside a pod's name. */
  readonly beside?: (pod: string) => string | undefined;
}

/**
 * As much of the board as fits: a pod's name, its goods below it, a blank line between pods; if it does not all fit, a
 * last line says what is above and below. Only what is shown is made.
 */
export function boardLines(
  board: StockBoard,
  { rows, from, beside = () => undefined }: Window,
  now: number,
  ground: Ground,
): { readonly lines: readonly string[]; readonly from: number } {
  const all = board.lines + Math.max(0, board.size - 1);
  const height = all <= rows ? all : Math.max(1, rows - 1);
  const start = Math.min(Math.max(0, from), all - height);
  const shown = {
    pod: (name: string) =>
      [name, beside(name)]
        .flatMap((part) => part ?? [])
        .map((part) => inOneLine(part))
        .join('   '),
    good: (good: BoardGood) => change(good, now, ground),
  };
  const lines = linesBetween(board, start, start + height, shown);
  if (all <= rows) return { lines, from: 0 };
  return { lines: [...lines, `${start} lines above, ${all - start - height} below: ↑ ↓ scroll`], from: start };
}

interface Shown {
  pod(name: string): string;
  good(good: BoardGood): string;
}

function linesBetween(board: StockBoard, start: number, end: number, shown: Shown): readonly string[] {
  const lines: string[] = [];
  let at = 0;
  for (const [pod, goods] of board.pods()) {
    if (at >= end) break;
    const first = at === 0 ? 0 : 1; // the blank line before it
    const height = first + 1 + goods.size;
    if (at + height > start) {
      const own = [
        ...(first === 1 ? [''] : []),
        shown.pod(pod),
        ...[...goods].map(([good, value]) => `  ${inOneLine(good).padEnd(20)} ${String(value.count).padStart(3)}${shown.good(value)}`),
      ];
      lines.push(...own.slice(Math.max(0, start - at), end - at));
    }
    at += height;
  }
  return lines;
}

function change({ change: last }: BoardGood, now: number, ground: Ground): string {
  if (last === undefined || now - last.at >= FADE_MS) return '';
  const text = last.by > 0 ? `↑+${last.by}` : `↓${last.by}`;
  if (ground === 'without colours') return ` ${text}`;
  const { into, more, less } = PALETTES[ground];
  const age = (now - last.at) / FADE_MS;
  const faded = (last.by > 0 ? more : less).map((part) => Math.round(part + (into - part) * age));
  return ` \u001B[38;2;${faded.join(';')}m${text}\u001B[0m`;
}

/** Green and red that can be read on either, and what they fade into. */
const PALETTES = {
  dark: { into: 0, more: [0, 255, 0], less: [255, 0, 0] },
  light: { into: 255, more: [0, 128, 0], less: [192, 0, 0] },
} as const;
