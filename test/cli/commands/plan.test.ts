import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plan } from '../../../cli/commands/plan.ts';
import { render } from '../../../cli/commands/render.ts';
import { outcomeOf } from '../invocation.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'civ8s-plan-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A quarry that makes one stone a second, and a mason who could use four; `replicas` of the two, and of all. */
function realmFile(own: string, all: string): string {
  const every = '{ milliseconds: 1000 }';
  const quarry = `{ name: 'quarry', type: 'quarry', ${own}makes: [{ good: 'stone', amount: 1, every: ${every}, minimum: 1, inputs: [] }] }`;
  const inputs = "[{ good: 'stone', amount: 4, from: { kingdom: 'hill', shop: 'quarry' } }]";
  const mason = `{ name: 'mason', type: 'mason', replicas: 1, makes: [{ good: 'wall', amount: 1, every: ${every}, minimum: 1, inputs: ${inputs} }] }`;
  const file = join(folder, `realm-${own.replace(/\D/g, '')}-${all.replace(/\D/g, '')}.mjs`);
  const kingdoms = `[{ name: 'hill', towns: [{ name: 'town', shops: [${quarry}, ${mason}] }] }]`;
  writeFileSync(file, `export const realm = { name: 'hill', kingdoms: ${kingdoms} };\nexport const settings = { ${all} };\n`);
  return file;
}

const quarryOf = async (file: string): Promise<unknown> => {
  const { stdout } = await outcomeOf(plan, '--realm', file, '-o', 'json');
  const { shops } = JSON.parse(stdout) as { readonly shops: readonly { readonly shop: string }[] };
  return shops.find(({ shop }) => shop === 'quarry');
};

describe('the workers that all shops have, if they do not say', () => {
  it('are those that a plan goes by', async () => {
    expect(await quarryOf(realmFile('', ''))).toMatchObject({ workers: 1, wants: 4, makes: [{ couldMake: 1 }] });
    expect(await quarryOf(realmFile('', 'defaults: { replicas: 4 }'))).toMatchObject({ workers: 4, wants: 4, makes: [{ couldMake: 4 }] });
    expect(await quarryOf(realmFile('replicas: 2, ', 'defaults: { replicas: 4 }'))).toMatchObject({ workers: 2, wants: 4 });
  });

  it('are those that the warnings of render go by', async () => {
    const warnings = async (file: string) => (await outcomeOf(render, '--realm', file, '-o', '-')).stderr;
    expect(await warnings(realmFile('', ''))).toContain('stone');
    expect(await warnings(realmFile('', 'defaults: { replicas: 4 }'))).toBe('');
  });

  it('have to be a number that can be', async () => {
    const { code, stderr } = await outcomeOf(plan, '--realm', realmFile('', 'defaults: { replicas: -1 }'));
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('replicas is -1') as unknown });
  });
});
