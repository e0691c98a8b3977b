import { expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';

it('decisions are numbered one after another, in their names and in their titles', () => {
  const files = readdirSync('docs/decisions').sort();
  expect(files.map((file) => file.slice(0, 4))).toEqual(files.map((_, index) => String(index + 1).padStart(4, '0')));
  for (const file of files)
    expect(readFileSync(`docs/decisions/${file}`, 'utf8')).toMatch(new RegExp(`^# ${Number(file.slice(0, 4))}\\. `));
});
