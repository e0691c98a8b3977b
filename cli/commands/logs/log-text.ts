import { printable } from '../../../ground/text/printable.ts';

/**
 * A line of a log for a terminal: colours stay, and end with the line, so that none can hide what follows. All else that
 * a terminal would obey becomes visible; kubectl lets it through.
 */
export function logText(line: string): string {
  const parts = line.replace(/\r$/, '').split(COLOURS);
  if (parts.length === 1) return printable(parts[0] ?? '');
  return `${parts.map((part, index) => (index % 2 === 0 ? printable(part) : part)).join('')}${RESET}`;
}

const ESCAPE = '\u001B';
const RESET = `${ESCAPE}[0m`;
/** Select Graphic Rendition, and nothing else: `ESC [ 1;31 m`. */
const COLOURS = new RegExp(`(${ESCAPE}\\[[\\d;]{0,40}m)`, 'u');
