import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { REMEDIES } from '../../../kube/errors/api-error.ts';

describe('docs/errors.md', () => {
  it('has each code with its remedy, and no other', () => {
    const text = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8');
    const sections = [...text.matchAll(/^## (?<code>\S+)\n\nRemedy: `(?<remedy>\S+)`/gm)].map(({ groups }) => [
      groups?.['code'],
      groups?.['remedy'],
    ]);
    expect(Object.fromEntries(sections)).toEqual(REMEDIES);
    expect(text.match(/^## /gm)).toHaveLength(sections.length);
  });
});
