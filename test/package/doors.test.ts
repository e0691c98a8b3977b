import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { sources } from '../house/imports.ts';

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly exports: Readonly<Record<string, unknown>>;
  readonly typesVersions: { readonly '*': Readonly<Record<string, readonly string[]>> };
};
const doors = readdirSync('package')
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -'.ts'.length));

/** Names may be added; one that is taken away breaks projects that we never see. */
const KEPT: Readonly<Record<string, readonly string[]>> = {
  model: [
    'buys',
    'economy',
    'economyWarnings',
    'kingdom',
    'make',
    'milliseconds',
    'minutes',
    'parseDirections',
    'placedShops',
    'realmFromValues',
    'realmOf',
    'realmProblems',
    'renderDirections',
    'renderMistakes',
    'seconds',
    'shop',
    'shopDirections',
    'storeUrl',
    'town',
    'GOODS_PREFIX',
    'KINGDOM_LABEL',
    'REALM_LABEL',
    'SHOP_LABEL',
    'SHOP_TYPE_LABEL',
    'TOWN_LABEL',
    'WAITS_ANNOTATION',
    'WORKER_PREFIX',
  ],
  constructs: [
    'CivSystem',
    'Controller',
    'FolderError',
    'Kingdom',
    'LabelledDeployment',
    'NetworkPolicy',
    'OwnPodOnly',
    'RealmMistakes',
    'Shop',
    'TradeRoutes',
    'WorkerAccess',
    'leaseOf',
    'podSecurityLabels',
    'realmCharts',
    'render',
    'renderCharts',
    'restrictedContainer',
    'restrictedPod',
    'synth',
    'tradeRoutes',
  ],
  kube: [
    'ApiError',
    'connect',
    'createStore',
    'follow',
    'keyOf',
    'metadataOf',
    'nameOf',
    'pods',
    'deployments',
    'reflect',
    'resource',
    'withoutManagedFields',
  ],
  kinds: ['KindError', 'immutable', 'keyedBy', 'kind', 'rule', 'setOf'],
  events: ['BusError', 'UnreadableMessage', 'consume', 'decode', 'encoderFor', 'openBus', 'receive'],
  testing: ['everyFault', 'startLab'],
  runtime: ['UsageError', 'choice', 'count', 'duration', 'keyed', 'list', 'main', 'runtimeFlags', 'start', 'text', 'toggle', 'withDefault'],
};

describe('the doors of the package', () => {
  it('are the files of package/, by both ways in which TypeScript looks for them', () => {
    const { './package.json': own, ...exported } = manifest.exports;
    expect(own).toBe('./package.json');
    expect(exported).toEqual(
      Object.fromEntries(
        doors.map((door) => {
          const [types, script] = [`./build/package/${door}.d.ts`, `./build/package/${door}.js`];
          return [`./${door}`, { require: { types: `./build/package/${door}.d.cts`, default: script }, types, default: script }];
        }),
      ),
    );
    expect(manifest.typesVersions['*']).toEqual(Object.fromEntries(doors.map((door) => [door, [`./build/package/${door}.d.ts`]])));
  });

  it('are all spoken of here', () => expect(Object.keys(KEPT).sort()).toEqual([...doors].sort()));

  it('are all that re-exports', () =>
    expect(
      sources().filter(
        (file) =>
          file.endsWith('.ts') &&
          !/^(package|test)\//.test(file) &&
          /^export (type )?(\{[^}]*\}|\*) from/m.test(readFileSync(file, 'utf8')),
      ),
    ).toEqual([]));

  it.each(Object.entries(KEPT))('open to the names that others build on: %s', async (door, names) => {
    expect(Object.keys((await import(`../../package/${door}.ts`)) as object)).toEqual(expect.arrayContaining([...names]));
  });
});
