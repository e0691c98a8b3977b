import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { civDocument } from '../../cli/civ-document.ts';

it('docs/civ.md is what the commands say of themselves (node scripts/civ-doc.ts writes it)', async () =>
  expect(readFileSync('docs/civ.md', 'utf8')).toBe(await civDocument()));
