import { expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { API_FOLDER, apiReport } from '../../scripts/api/api-report.ts';
import { built } from './built.ts';

it('docs/api is what `npm run api` writes', async () => {
  const committed = new Map(readdirSync(API_FOLDER).map((file) => [file, readFileSync(join(API_FOLDER, file), 'utf8')]));
  const { folder } = await built();
  expect(committed).toEqual(apiReport(join(folder, 'build')));
}, 240_000);
