import type { Output } from './invocation.ts';

/** Repaints a few lines in place: only those that changed are written, so that nothing flickers. */
export interface Painter {
  paint(lines: readonly string[]): void;
  /** Leaves what is painted, and the cursor below it. */
  end(): void;
}

const UP = (lines: number): string => (lines > 0 ? `\u001B[${lines}A` : '');
const CLEAR_LINE = '\r\u001B[2K';

export function createPainter(out: Output): Painter {
  let shown: readonly string[] = [];
  return {
    paint(lines) {
      const height = Math.max(shown.length, lines.length);
      if (lines.length === shown.length && lines.every((line, index) => line === shown[index])) return;
      let text = UP(shown.length);
      for (let row = 0; row < height; row += 1) text += lines[row] === shown[row] && row < shown.length ? '\r\n' : `${CLEAR_LINE}${lines[row] ?? ''}\n`;
      text += UP(height - lines.length);
      shown = lines;
      out.write(text);
    },
    end: () => {
      shown = [];
    },
  };
}
