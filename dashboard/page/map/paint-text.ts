import type { Point } from './map-layout.ts';

export const FONT = 'system-ui, "DejaVu Sans", sans-serif';

/** Words from their left upper corner, as many as there is room for. */
export function paintText(
  context: CanvasRenderingContext2D,
  words: string,
  { x, y }: Point,
  most: number,
  font: string,
  colour: string,
): void {
  context.font = font;
  context.fillStyle = colour;
  context.textBaseline = 'top';
  context.fillText(cut(context, words, most), x, y);
}

function cut(context: CanvasRenderingContext2D, words: string, most: number): string {
  if (context.measureText(words).width <= most) return words;
  let length = words.length - 1;
  while (length > 0 && context.measureText(`${words.slice(0, length)}…`).width > most) length -= 1;
  return length === 0 ? '' : `${words.slice(0, length)}…`;
}

export function widthOfText(context: CanvasRenderingContext2D, words: string, font: string): number {
  context.font = font;
  return context.measureText(words).width;
}
