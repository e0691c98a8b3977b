import { describe, expect, it } from '@jest/globals';
import { createKingdomPlaces, leftOut } from '../../../dashboard/read/kingdom-places.ts';

const kingdom = (name: string, realm = 'sample') => ({ name, realm });

/** Two places, and the kingdoms that have come. */
const placesOf = (...names: readonly string[]) => {
  const places = createKingdomPlaces(2);
  const fits = names.map((name) => places.take(kingdom(name)));
  return { places, fits, followed: () => [...places.followed.keys()], waiting: () => [...places.waiting.keys()] };
};

describe('places of kingdoms', () => {
  it('are for those that come first, and who has one keeps it', () => {
    const { places, fits, followed, waiting } = placesOf('one', 'two', 'three', 'one', 'three');
    expect([fits, followed(), waiting()]).toEqual([[true, true, false, true, false], ['one', 'two'], ['three']]);
    places.take(kingdom('two', 'other'));
    expect(places.followed.get('two')?.realm).toBe('other');
  });

  it('go to the one that has waited longest', () => {
    const { places, followed, waiting } = placesOf('one', 'two', 'three', 'four');
    expect(places.leave('one')).toEqual(kingdom('three'));
    expect([followed(), waiting()]).toEqual([['two', 'three'], ['four']]);
  });

  it('stay empty where nobody waits, and nothing is left by who has none', () => {
    const { places, followed, waiting } = placesOf('one', 'two', 'three');
    expect([places.leave('three'), places.leave('stranger'), places.leave('one')]).toEqual([undefined, undefined, undefined]);
    expect([followed(), waiting()]).toEqual([['two'], []]);
  });
});

describe('what is said of kingdoms without a place', () => {
  it.each([
    ['nothing where all have one', ['one', 'two'], undefined],
    ['which', ['one', 'two', 'three'], /^three of 3 kingdoms cannot be shown: 2 are the most/],
    ['how many', ['one', 'two', 'three', 'four'], /^three and 1 more of 4 kingdoms .* clusterWide: true/],
  ] as const)('is %s', (_, names, expected) => {
    const says = leftOut(placesOf(...names).places);
    if (expected === undefined) expect(says).toBeUndefined();
    else expect(says).toMatch(expected);
  });
});
