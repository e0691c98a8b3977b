import { describe, expect, it } from '@jest/globals';
import { lineWriter } from '../../../../cli/commands/logs/line-writer.ts';
import { logText } from '../../../../cli/commands/logs/log-text.ts';

const ESCAPE = '\u001B';

describe('a line of a log', () => {
  it.each([
    ['plain', 'sold 3 wood\tto a', 'sold 3 wood\tto a'],
    ['with the line end of another system', 'sold\r', 'sold'],
    ['in colours, which end with it', `${ESCAPE}[1;31mno${ESCAPE}[0m wood`, `${ESCAPE}[1;31mno${ESCAPE}[0m wood${ESCAPE}[0m`],
    ['that hides what follows', `${ESCAPE}[8mgone`, `${ESCAPE}[8mgone${ESCAPE}[0m`],
    ['that writes the clipboard', `${ESCAPE}]52;c;eA==\u0007`, '\\u001b]52;c;eA==\\u0007'],
    ['that moves the cursor, in colour', `${ESCAPE}[31m${ESCAPE}[2A`, `${ESCAPE}[31m\\u001b[2A${ESCAPE}[0m`],
    ['that writes itself over', 'sold 3\rsold 9', 'sold 3\\u000dsold 9'],
    ['that turns around', 'a\u202Eb', 'a\\u202eb'],
  ])('%s', (_, line, shown) => expect(logText(line)).toBe(shown));

  it('is written whole behind its prefix, however it comes', () => {
    const written: string[] = [];
    const write = lineWriter((text) => written.push(text), 'mill-1 ');
    for (const piece of ['so', 'ld\nbou', 'ght\n', 'and']) write(piece);
    expect(written).toEqual(['mill-1 sold\n', 'mill-1 bought\n']);
    write('');
    expect(written.at(-1)).toBe('mill-1 and\n');
  });

  it('is cut where it does not end', () => {
    const written: string[] = [];
    const write = lineWriter((text) => written.push(text), '');
    for (let piece = 0; piece < 40; piece += 1) write('x'.repeat(2 ** 17));
    expect(written.length).toBe(4);
    expect(Math.max(...written.map(({ length }) => length))).toBeLessThan(2 ** 21);
  });
});
