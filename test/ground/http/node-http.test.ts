import { spawnSync } from 'node:child_process';
import { expect, it } from '@jest/globals';

it('is all of HTTP, and does not load the undici that Node has for browsers', () => {
  const program = `
    const { http } = await import('./ground/http/node-http.ts');
    const loaded = process.moduleLoadList.filter((name) => name.includes('undici'));
    process.stdout.write(JSON.stringify([typeof http.createServer, typeof http.get, loaded]));`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' });
  expect(JSON.parse(stdout)).toEqual(['function', 'function', []]);
});
