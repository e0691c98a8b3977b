import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { API_FOLDER, apiReport } from '../../scripts/api/api-report.ts';
import { doorNames, doors } from '../../scripts/door-types.ts';
import { built } from './built.ts';

const committed = () => new Map(readdirSync(API_FOLDER).map((file) => [file, readFileSync(join(API_FOLDER, file), 'utf8')]));

describe('docs/api', () => {
  it('is what `npm run api` writes', async () => {
    const { folder } = await built();
    expect(committed()).toEqual(apiReport(join(folder, 'build')));
  }, 240_000);

  it('has every name that a door opens to', () => {
    const missing = doors().flatMap((door) => {
      const declared = committed().get(`${door}.md`)?.split('\n## ')[0] ?? '';
      return doorNames(door).flatMap(({ name }) => (new RegExp(`^[a-z ]+ ${name}\\b`, 'm').test(declared) ? [] : [`${door}: ${name}`]));
    });
    expect(missing).toEqual([]);
  });
});
