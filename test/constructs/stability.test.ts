import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { render } from '../../constructs/synth.ts';
import { seconds } from '../../model/duration.ts';
import { kingdom, realmOf, town } from '../../model/realm-of.ts';
import type { Kingdom, Realm, Shop } from '../../model/realm.ts';
import { make, shop } from '../../model/shop.ts';
import { randomRealm } from '../model/random-realm.ts';
import { manifestsOf, nameOf } from './manifests.ts';
import { kingdoms, sampleShops, twoKingdoms } from './realms.ts';

/** The documents of a realm by the name of their object; texts, since bytes are what git and `kubectl diff` compare. */
function documents(realm: Realm): ReadonlyMap<string, string> {
  const files = render(realm, { system: false });
  return new Map(
    files.flatMap((file) =>
      file.text.split(/^---\n/m).map(
        (text) =>
          [
            manifestsOf([{ ...file, text }])
              .map(nameOf)
              .join(),
            text,
          ] as const,
      ),
    ),
  );
}
const changed = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>) =>
  [...new Set([...before.keys(), ...after.keys()])].filter((name) => before.get(name) !== after.get(name)).sort();

describe('what is rendered', () => {
  it('is the same bytes every time', () => expect(render(twoKingdoms())).toEqual(render(twoKingdoms())));

  it('is a file a kingdom, and one for what the cluster needs once', () =>
    expect(render(twoKingdoms()).map(({ name }) => name)).toEqual(['civ-system.k8s.yaml', 'south.k8s.yaml', 'north.k8s.yaml']));

  it('begins with the namespace in each file: what follows needs it', () => {
    for (const file of render(twoKingdoms())) expect(manifestsOf([file])[0]?.kind).toBe('Namespace');
  });

  it('does not depend on the other kingdoms of the realm', () => {
    const [few, many] = [kingdoms(2), kingdoms(5)].map((realm) => new Map(render(realm).map(({ name, text }) => [name, text])));
    for (const name of ['kingdom-0.k8s.yaml', 'kingdom-1.k8s.yaml', 'civ-system.k8s.yaml']) expect(many?.get(name)).toBe(few?.get(name));
  });

  it('has no object twice where several realms share a cluster', () => {
    const small = realmOf('small', kingdom('kingdom-of-one', town('simple-town', sampleShops().woodworker)));
    const names = [render(twoKingdoms()), render(small, { system: false })].flatMap(manifestsOf).map(nameOf);
    expect(new Set(names).size).toBe(names.length);
  });

  it('says of every object which realm it is of, but for what the cluster needs once', () => {
    const strangers = manifestsOf(render(twoKingdoms(), { system: false })).filter(
      ({ metadata }) => metadata.labels?.['civ8s.dev/realm'] !== 'two',
    );
    expect(strangers.map(nameOf)).toEqual([]);
  });
});

describe('a shop that is added', () => {
  const sample = (...more: ReturnType<typeof shop>[]) =>
    realmOf('sample', kingdom('k', town('simple-town', ...Object.values(shops), ...more)));
  const shops = sampleShops();

  it('changes its own documents, and the network policies of its suppliers', () => {
    const tavern = shop('tavern', make('ale', { amount: 2, every: seconds(5), minimum: 0, from: [shops.woodworker.sells('wood', 1)] }));
    expect(changed(documents(sample()), documents(sample(tavern)))).toEqual([
      'ConfigMap k tavern-directions',
      'Deployment k tavern',
      'NetworkPolicy k tavern-trade',
      'NetworkPolicy k woodworker-trade',
      'Service k tavern',
    ]);
  });

  it('changes nothing else in any realm', () => {
    fc.assert(
      fc.property(randomRealm({ shops: 8, fewest: 2 }), (whole) => {
        // Shops buy from earlier ones only, so that the last one has no buyers.
        const last = `shop-${Math.max(...shopsOf(whole).map(({ name }) => Number(name.replace('shop-', ''))))}`;
        const suppliers = shopsOf(whole)
          .filter(({ name }) => name === last)
          .flatMap(({ makes }) =>
            makes.flatMap(({ inputs }) => inputs.map(({ from }) => `NetworkPolicy ${from.kingdom} ${from.shop}-trade`)),
          );
        const without = mapShops(whole, (list) => list.filter(({ name }) => name !== last));
        if (without.kingdoms.length < whole.kingdoms.length) return; // it was alone in its kingdom
        const own = changed(documents(without), documents(whole)).filter(
          (name) => !new RegExp(` ${last}(-directions|-trade)?$`).test(name),
        );
        expect(own).toEqual([...new Set(suppliers)].sort());
      }),
      { numRuns: 10 },
    );
  });
});

const shopsOf = (realm: Realm): readonly Shop[] => realm.kingdoms.flatMap(({ towns }) => towns.flatMap(({ shops }) => shops));
function mapShops(realm: Realm, keep: (shops: readonly Shop[]) => readonly Shop[]): Realm {
  const mapped = realm.kingdoms.map((model): Kingdom => ({
    ...model,
    towns: model.towns.map((held) => ({ ...held, shops: keep(held.shops) })).filter(({ shops }) => shops.length > 0),
  }));
  return { ...realm, kingdoms: mapped.filter(({ towns }) => towns.length > 0) };
}
