import { logText } from './log-text.ts';

/** No longer is waited for the end of a line: it may never come. */
const LONGEST_LINE = 2 ** 20;

/**
 * Writes whole lines only, each behind the prefix, so that pods do not write into each other's lines. An empty text says
 * that no more will come.
 */
export function lineWriter(write: (text: string) => unknown, prefix: string): (text: string) => void {
  let rest = '';
  return (text) => {
    const whole = `${rest}${text}`.split('\n');
    rest = whole.pop() ?? '';
    if ((text === '' && rest !== '') || rest.length > LONGEST_LINE) {
      whole.push(rest);
      rest = '';
    }
    if (whole.length > 0) write(whole.map((line) => `${prefix}${logText(line)}\n`).join(''));
  };
}
