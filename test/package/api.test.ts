import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { API_FOLDER } from '../../scripts/api/api-report.ts';
import { doorNames, doors } from '../../scripts/door-types.ts';

it('docs/api has every name that a door opens to', () => {
  const missing = doors().flatMap((door) => {
    const [declared = ''] = readFileSync(join(API_FOLDER, `${door}.md`), 'utf8').split('\n## ');
    return doorNames(door).flatMap(({ name }) => (new RegExp(`^[a-z ]+ ${name}\\b`, 'm').test(declared) ? [] : [`${door}: ${name}`]));
  });
  expect(missing).toEqual([]);
});
