import { FADE_MS, type Board, type BoardGood } from './stock-board.ts';

/** The board as lines: a pod's name, its goods below it, a blank line between pods. */
export function boardLines(board: Board, now: number, colours: boolean): readonly string[] {
  return [...board].flatMap(([pod, goods], index) => [
    ...(index > 0 ? [''] : []),
    pod,
    ...[...goods].map(([good, value]) => `  ${good.padEnd(20)} ${String(value.count).padStart(3)}${change(value, now, colours)}`),
  ]);
}

function change({ change: last }: BoardGood, now: number, colours: boolean): string {
  if (last === undefined || now - last.at >= FADE_MS) return '';
  const text = last.by > 0 ? `↑+${last.by}` : `↓${last.by}`;
  if (!colours) return ` ${text}`;
  const strength = Math.round(255 * (1 - (now - last.at) / FADE_MS));
  const [red, green] = last.by > 0 ? [0, strength] : [strength, 0];
  return ` \u001B[38;2;${red};${green};0m${text}\u001B[0m`;
}

/** As much of the lines as fits, from the one that was scrolled to; the last line says what is above and below. */
export function visible(lines: readonly string[], rows: number, from: number): { readonly lines: readonly string[]; readonly from: number } {
  if (lines.length <= rows) return { lines, from: 0 };
  const height = Math.max(1, rows - 1);
  const start = Math.min(Math.max(0, from), lines.length - height);
  const below = lines.length - start - height;
  return { lines: [...lines.slice(start, start + height), `${start} lines above, ${below} below: arrow keys scroll`], from: start };
}
