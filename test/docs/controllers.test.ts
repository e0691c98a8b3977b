import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { controllers } from '../../controllers/registry.ts';
import { documentationOf } from '../../controllers/runtime/flags/flags.ts';
import { runtimeFlags } from '../../controllers/runtime/flags/runtime-flags.ts';

const page = readFileSync('docs/controllers.md', 'utf8');
const between = (title: string) => page.split(`<!-- flags of ${title} -->\n`)[1]?.split('<!-- end -->')[0];

describe('docs/controllers.md', () => {
  it('lists the flags of every controller', () => expect(between('every controller')).toBe(documentationOf(runtimeFlags)));

  it.each(Object.keys(controllers))('lists the flags of %s', async (name) => {
    const { flags } = (await controllers[name]?.load()) ?? {};
    expect(between(name)).toBe(documentationOf(flags ?? {}));
  });
});

describe('docs/write-a-controller.md', () => {
  it('shows the example as it runs', () => {
    const shown = readFileSync('docs/write-a-controller.md', 'utf8').split('<!-- docs/examples/census.ts -->\n```ts\n')[1]?.split('```')[0];
    expect(shown).toBe(readFileSync('docs/examples/census.ts', 'utf8'));
  });
});
