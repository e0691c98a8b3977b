import type { GuardedOutput } from '../output.ts';

/** Repaints a few printable lines in place: only those that changed are written, so that nothing flickers. */
export interface Painter {
  paint(lines: readonly string[]): void;
}

const UP = (lines: number): string => (lines > 0 ? `\u001B[${lines}A` : '');
export const CLEAR_LINE = '\r\u001B[2K';
const CLEAR_SCREEN = '\u001B[2J\u001B[H';

/**
 * After a change of the terminal's size nobody knows where the lines are that were painted, for some terminals wrap them
 * again: then the screen is cleared, and `head` stands above the lines again.
 */
export function createPainter(out: GuardedOutput, head = ''): Painter {
  let shown: readonly string[] = [];
  let size = sizeOf(out);
  return {
    paint(lines) {
      const isResized = size !== sizeOf(out);
      if (isResized) shown = [];
      else if (lines.length === shown.length && lines.every((line, index) => line === shown[index])) return;
      size = sizeOf(out);
      const height = Math.max(shown.length, lines.length);
      let text = isResized ? `${CLEAR_SCREEN}${head}` : UP(shown.length);
      for (let row = 0; row < height; row += 1)
        text += lines[row] === shown[row] && row < shown.length ? '\r\n' : `${CLEAR_LINE}${lines[row] ?? ''}\n`;
      text += UP(height - lines.length);
      shown = lines;
      out.exact(text);
    },
  };
}

const sizeOf = ({ columns, rows }: GuardedOutput): string => `${columns}x${rows}`;
