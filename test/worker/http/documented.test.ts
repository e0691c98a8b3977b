import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { REFUSALS } from '../../../worker/http/refusals.ts';

describe('docs/worker.md', () => {
  it('lists every refusal with its status, and no other', () => {
    const rows = [
      ...readFileSync('docs/worker.md', 'utf8').matchAll(/^\| (?<codes>`[a-z-]+`(?:, `[a-z-]+`)*) \| (?<statuses>\d{3}(?:, \d{3})*) \|/gm),
    ].map(({ groups = {} }) => ({
      codes: [...(groups['codes'] ?? '').matchAll(/[a-z-]+/g)].map(([code]) => code),
      statuses: (groups['statuses'] ?? '').split(', ').map(Number),
    }));
    const listed = rows.flatMap(({ codes, statuses }) => codes.map((code, index) => [code, statuses[index] ?? statuses[0]]));
    expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(Object.entries(REFUSALS).map(([code, [status]]) => [code, status])));
  });
});
