import { describe, expect, it } from '@jest/globals';
import { importsOf, sources, type Import } from './imports.ts';

/** Which of our folders a folder may import, beside itself; some only in part. A file at the root is a folder of its own name. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  ground: [],
  model: ['ground'],
  kube: ['ground', 'model'],
  kinds: ['ground', 'kube', 'webhooks'],
  webhooks: ['ground', 'kube'],
  constructs: ['ground', 'model', 'kube/objects', 'kinds', 'webhooks', 'controllers/runtime'],
  events: ['ground'],
  worker: ['ground', 'model', 'kube'],
  controllers: ['ground', 'model', 'kube', 'webhooks', 'events', 'dashboard'],
  dashboard: ['ground', 'model', 'kube'],
  local: ['ground', 'model', 'kube', 'controllers/runtime'],
  lab: ['ground', 'kube', 'webhooks', 'controllers/runtime', 'local/api-server'],
  cli: ['ground', 'model', 'kube', 'constructs', 'worker', 'controllers', 'dashboard', 'events', 'local', 'realm.ts'],
  'realm.ts': ['model', 'constructs'],
  'main.ts': ['model', 'constructs', 'realm.ts'],
  package: ['ground', 'model', 'kube', 'kinds', 'webhooks', 'constructs', 'controllers', 'events', 'lab', 'local/api-server'],
};
const FREE = new Set(['test', 'bench', 'docs', 'scripts', '.ci', 'jest.config.js']);

const folderOf = (path: string): string => path.split('/')[0] ?? path;
const imports = sources()
  .filter((file) => !FREE.has(folderOf(file)))
  .flatMap(importsOf);
const show = ({ from, to }: Import) => `${from} -> ${to}`;

describe('the house', () => {
  it('knows every folder with sources', () =>
    expect([...new Set(sources().map(folderOf))].filter((folder) => !(folder in ARROWS) && !FREE.has(folder))).toEqual([]));

  it('has imports that go one way', () => {
    const ours = imports.filter(({ to }) => to.endsWith('.ts'));
    expect(ours.length).toBeGreaterThan(20);
    expect(
      ours
        .filter(
          ({ from, to }) =>
            folderOf(to) !== folderOf(from) &&
            !(ARROWS[folderOf(from)] ?? []).some((allowed) => to === allowed || to.startsWith(`${allowed}/`)),
        )
        .map(show),
    ).toEqual([]);
  });

  it('has a ground floor that stands on Node alone', () =>
    expect(imports.filter(({ from, to }) => from.startsWith('ground/') && !/^(ground\/|node:)/.test(to)).map(show)).toEqual([]));

  it('has an API server that stands alone', () =>
    expect(
      imports
        .filter(
          ({ from, to }) => from.startsWith('local/api-server/') && to.endsWith('.ts') && !/^(local\/api-server|ground|model)\//.test(to),
        )
        .map(show),
    ).toEqual([]));

  it('has the HTTP of Node from ground/http, for an import of it loads far more', () =>
    expect(imports.filter(({ to, isTypeOnly }) => to === 'node:http' && !isTypeOnly).map(show)).toEqual([]));

  it('has a page for browsers, which shares the wire and pure functions with its server, and nothing with Node', () => {
    const ofPage = imports.filter(({ from, to }) => from.startsWith('dashboard/page/') && !to.startsWith('dashboard/page/'));
    const foreign = ofPage.filter(({ to }) => to.endsWith('.ts') || to.startsWith('node:'));
    expect(foreign.filter(({ to }) => !to.startsWith('dashboard/wire/') && !/^(model|ground\/text)\//.test(to)).map(show)).toEqual([]);
    const inward = imports.filter(({ from, to }) => !from.startsWith('dashboard/page/') && to.startsWith('dashboard/page/'));
    expect(inward.map(show)).toEqual([]);
  });

  it('has a synth that loads no controller', () => {
    const ofConstructs = imports.filter(({ from, isTypeOnly }) => folderOf(from) === 'constructs' && !isTypeOnly);
    const loading = ofConstructs.filter(({ from, to }) => folderOf(to) === 'controllers' && from !== 'constructs/program-access.ts');
    expect([...loading, ...ofConstructs.filter(({ to }) => to === 'constructs/program-access.ts')].map(show)).toEqual([]);
  });

  it('has entries that nobody imports', () => expect(imports.filter(({ to }) => /(^|\/)main\.ts$/.test(to)).map(show)).toEqual([]));

  it('imports what a command needs only when it runs', () => {
    const table = importsOf('cli/command-table.ts').filter(({ to }) => to.endsWith('.ts'));
    expect(table.filter(({ isLazy, isTypeOnly }) => !isLazy && !isTypeOnly).map(show)).toEqual([]);
  });

  it('keeps the large client out of the worker', () =>
    expect(imports.filter(({ from, to }) => folderOf(from) === 'worker' && to.startsWith('@kubernetes/client-node')).map(show)).toEqual(
      [],
    ));

  it('declares every package that it imports', async () => {
    const { dependencies, peerDependencies } = (await import('../../package.json', { with: { type: 'json' } })).default;
    const declared = { ...dependencies, ...peerDependencies };
    // The page is bundled, with what it imports, before anybody runs it.
    const bundled = ({ from }: Import) => from.startsWith('dashboard/page/') || from === 'dashboard/serve/bundle-page.ts';
    const packages = imports
      .filter((found) => !found.to.startsWith('node:') && !found.to.endsWith('.ts') && !bundled(found))
      .map(({ to }) =>
        to
          .split('/')
          .slice(0, to.startsWith('@') ? 2 : 1)
          .join('/'),
      );
    expect([...new Set(packages)].filter((name) => !(name in declared))).toEqual([]);
  });
});

describe('what does not exist', () => {
  it.each(['utils', 'helpers', 'common', 'types', 'constants', 'index'])('has no %s.ts', (name) =>
    expect(sources().filter((file) => file.endsWith(`/${name}.ts`))).toEqual([]),
  );
});
