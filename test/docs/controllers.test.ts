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

const write = readFileSync('docs/write-a-controller.md', 'utf8');
describe('docs/write-a-controller.md', () => {
  it('shows the example as it runs', () => {
    const shown = write.split('<!-- docs/examples/census.ts -->\n```ts\n')[1]?.split('```')[0];
    expect(shown).toBe(readFileSync('docs/examples/census.ts', 'utf8'));
  });

  it('begins with the project of docs/examples/website, as it is', () => {
    const shown = [...write.matchAll(/^<!-- (docs\/examples\/website\/\S+) -->\n```ts\n(.*?)^```$/gms)];
    expect(shown.map(([, file]) => file)).toEqual(
      ['src/kind.ts', 'src/website.ts', 'src/write-crds.ts', 'src/main.ts', 'test/website.test.ts'].map(
        (file) => `docs/examples/website/${file}`,
      ),
    );
    for (const [, file = '', text] of shown) expect(text).toBe(readFileSync(file, 'utf8'));
  });

  it('needs at most 35 lines of code for the kind and its controller, beside what they import', () => {
    const sources = ['kind', 'website'].map((name) => readFileSync(`docs/examples/website/src/${name}.ts`, 'utf8'));
    const code = sources.flatMap((text) => text.split('\n')).filter((line) => !/^(import .*|\/\*\*.*|)$/.test(line));
    expect(code.length).toBeLessThanOrEqual(35);
  });

  it('gets to a Website that runs in at most 40 lines that are typed', () => {
    const [, typed = ''] = /^```sh\n(.*?)^```$/ms.exec(write) ?? [];
    expect(typed.trim().split('\n').length).toBeLessThanOrEqual(40);
  });
});
