import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { ROWS } from './rows.ts';
import { SUITES } from './suites.ts';

describe('the conformance suite', () => {
  const cases = Object.values(SUITES).flat();

  it('names no case twice in a suite', () => {
    for (const suite of Object.values(SUITES)) expect(new Set(suite.map(({ does }) => does)).size).toBe(suite.length);
  });

  it.each(Object.entries(ROWS))('has cases for all that is wanted of %s', (row, aspects) => {
    const shown = new Set(cases.filter((each) => each.row === row).map(({ shows }) => shows));
    expect(aspects.filter((aspect) => !shown.has(aspect))).toEqual([]);
  });

  it('lists every known difference in docs/embedded.md', () => {
    const text = readFileSync(new URL('../../docs/embedded.md', import.meta.url), 'utf8');
    for (const { does, row, differs } of cases)
      if (differs !== undefined) expect([does, row].filter((named) => text.includes(named))).not.toEqual([]);
  });
});
