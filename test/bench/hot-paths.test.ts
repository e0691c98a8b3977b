import { describe, expect, it } from '@jest/globals';
import { withHotPath } from '../../bench/hot-paths.ts';

const table = (...rows: readonly string[]) => `# Costs\n\n<!-- measured -->\n${rows.join('\n')}\n<!-- /measured -->\n\nThe end.\n`;
const head = ['| path | costs | beside it | times it | why it is not less |', '| --- | --- | --- | --- | --- |'];
const start = { path: 'start', value: 150, unit: 'ms', beside: { what: 'bare Node', value: 40 } };

describe('the table of hot paths', () => {
  it('takes what was measured, and keeps what was written by hand', () =>
    expect(withHotPath(table(...head, '| start | 9 ms | 3 ms: bare Node | 3.00 | Two libraries. |', '| other | | | | |'), start)).toBe(
      table(...head, '| start | 150 ms | 40.0 ms: bare Node | 3.75 | Two libraries. |', '| other | | | | |'),
    ));

  it('gets a row for a path that is new to it', () =>
    expect(withHotPath(table(...head), start)).toBe(table(...head, '| start | 150 ms | 40.0 ms: bare Node | 3.75 |  |')));
});
