import type { Ground } from '../../terminal/colours.ts';
import { FADE_MS, type Board, type BoardGood } from './stock-board.ts';

/** The board as lines: a pod's name, its goods below it, a blank line between pods. */
export function boardLines(board: Board, now: number, ground: Ground): readonly string[] {
  return [...board].flatMap(([pod, goods], index) => [
    ...(index > 0 ? [''] : []),
    pod,
    ...[...goods].map(([good, value]) => `  ${good.padEnd(20)} ${String(value.count).padStart(3)}${change(value, now, ground)}`),
  ]);
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

/** As much of the lines as fits, from the one that was scrolled to; the last line says what is above and below. */
export function visible(
  lines: readonly string[],
  rows: number,
  from: number,
): { readonly lines: readonly string[]; readonly from: number } {
  if (lines.length <= rows) return { lines, from: 0 };
  const height = Math.max(1, rows - 1);
  const start = Math.min(Math.max(0, from), lines.length - height);
  const below = lines.length - start - height;
  return { lines: [...lines.slice(start, start + height), `${start} lines above, ${below} below: ↑ ↓ scroll`], from: start };
}
