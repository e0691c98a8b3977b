import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { blocksOf } from '../readme/blocks.ts';

/** By a line that only one block has: what the page has said before it, in the project of docs/examples/website. */
const BEFORE: Readonly<Record<string, string>> = {
  "await main([website, certificate], { program: 'website-operator', version: '1.2.0' });": `
    import type { Controller } from 'civ8s/runtime';
    import { website } from '../src/website.ts';
    declare const certificate: Controller;`,
  'const spans: Trace<Span> = {': `import { website } from '../src/website.ts';`,
  '/** Keeps the number of its running pods': '',
  "export const census = keyed<typeof flags, Key>(format, { name: 'census', summary, flags, setUp });": `
    import { keyed, type Controller, type FlagTable, type KeyFormat } from 'civ8s/runtime';
    declare const summary: string;
    declare const flags: FlagTable;
    declare const setUp: Parameters<typeof keyed<typeof flags, Key>>[1]['setUp'];`,
  'await using lab = await startLab({': `
    import { Website } from '../src/kind.ts';
    import { website } from '../src/website.ts';`,
  'const report = await everyFault({': `
    import assert from 'node:assert/strict';
    import { configMaps } from 'civ8s/kube';
    import type { Lab } from 'civ8s/testing';
    import { Website } from '../src/kind.ts';
    import { website } from '../src/website.ts';
    declare const created: (lab: Lab) => Promise<unknown>;
    declare const pageChanges: typeof created;
    declare const deleted: typeof created;`,
  "new ProgramAccess(chart, 'access', {": `
    import { Chart, Testing } from 'cdk8s';
    import { Website } from '../src/kind.ts';
    import { website } from '../src/website.ts';
    const chart = new Chart(Testing.app(), 'chart');`,
  "new Controller(chart, 'census', {": `
    import { Controller } from 'civ8s/constructs';
    import { rightsOf, type Controller as Declared } from 'civ8s/runtime';
    import { Chart, Testing } from 'cdk8s';
    declare const census: Declared;
    const chart = new Chart(Testing.app(), 'chart');`,
};

/** What a page says of a checkout, said of the package. */
const ofThePackage = (text: string): string =>
  text.replaceAll(/'(?:\.\.\/)+kube\/[^']+'/g, "'civ8s/kube'").replaceAll(/'(?:\.\.\/)+controllers\/runtime\/[^']+'/g, "'civ8s/runtime'");

/**
 * The TypeScript of a page that is not a file of its own, each block as a file with what it stands on: by the page, numbered. No test
 * runner takes these names for tests.
 */
export function documentedBlocks(folder: string, pages: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const page of pages)
    for (const [at, { language, text }] of blocksOf(withoutFiles(readFileSync(join(folder, page), 'utf8'))).entries()) {
      if (language !== 'ts' || text.startsWith('// controllers/registry.ts')) continue;
      const [, before] = Object.entries(BEFORE).find(([line]) => text.includes(line)) ?? [];
      if (before === undefined) throw new Error(`${page}: say in documented.ts what stands before the block that begins with\n${text}`);
      found.set(`of-${page.replace('.md', '')}-${at}.ts`, `${before}\n${ofThePackage(text)}\nexport {};\n`);
    }
  return found;
}

/** Those are compared with the files themselves, and the project is tested. */
const withoutFiles = (page: string): string => page.replaceAll(/^<!-- docs\/examples\/website\/\S+ -->\n```ts\n.*?^```$/gms, '');
