import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { mountOf } from '../../../../controllers/config-reload/seen/mount.ts';
import { parseRecord, renderRecord, type AppliedSource } from '../../../../controllers/config-reload/seen/record.ts';
import { rotation } from '../../../../controllers/config-reload/decide/rotation.ts';
import { digestOf } from '../../../../controllers/config-reload/seen/source.ts';

/** `v2@7`: a pod began with it, written at version 7; `v2*@9`: it was exchanged for it under the pod. */
const mount = (text: string) => {
  const [, version = '', star, at] = /^(\w+)(\*?)@(\d+)$/.exec(text) ?? [];
  return mountOf({
    metadata: { name: text, namespace: 'default', resourceVersion: at, generation: star === '*' ? 2 : 1 },
    status: { secretProviderClassName: 'vault', objects: [{ id: 'password', version }] },
  });
};
const read = (content: Parameters<typeof digestOf>[0]['content']): AppliedSource => ({
  uid: '',
  keys: '*',
  marker: content.marker.slice(0, 8),
  digest: digestOf({ content }, 'all', undefined),
});
const versions = ['v0', 'v1', 'v2', 'v3', 'v4'];
const named = (digest: string) => versions.find((version) => read(mount(`${version}@1`).content).digest.startsWith(digest));

/** A workload, looked at after each change of what its pods have: what it is rolled for, and what its record names. */
function look(old: AppliedSource | undefined, pods: readonly string[], left: readonly string[] = []) {
  const seen = rotation(pods.map(mount), { old, left, read });
  return { entry: seen?.entry ?? old, now: seen && `${seen.stale ? 'roll for' : 'have'} ${named(seen.entry.digest)}` };
}
function story(...steps: readonly (readonly string[])[]): readonly (string | undefined)[] {
  let record: AppliedSource | undefined;
  return steps.map((pods) => {
    const { entry, now } = look(record, pods);
    const text = renderRecord({
      asks: '',
      runs: 0,
      unseen: [],
      sources: entry === undefined ? {} : { 'SecretProviderClass/vault': entry },
    });
    const kept = parseRecord(text)?.sources['SecretProviderClass/vault'];
    record = typeof kept === 'object' ? kept : undefined;
    return now;
  });
}

describe('the content of a class, of which each pod has its own version', () => {
  it.each<[string, readonly (readonly string[])[], readonly (string | undefined)[]]>([
    ['is taken as it is where nothing is known', [['v1@1', 'v1@2']], ['have v1']],
    ['where pods differ, the newest', [['v2@5', 'v1@9']], ['have v1']],
    ['is unknown without pods', [[]], [undefined]],
    [
      'rolls once for a rotation, however late the other pods are',
      [
        ['v1@1', 'v1@2', 'v1@3'],
        ['v1@1', 'v2*@4', 'v1@3'],
        ['v1@1', 'v2*@4', 'v2*@5'],
        ['v2*@6', 'v2@7', 'v2*@5'],
        ['v2@8', 'v2@7', 'v2@9'],
      ],
      ['have v1', 'roll for v2', 'have v2', 'have v2', 'have v2'],
    ],
    ['rolls twice for two', [['v1@1'], ['v2*@2'], ['v2@3'], ['v3*@4']], ['have v1', 'roll for v2', 'have v2', 'roll for v3']],
    [
      'does not go back where the first that had it is gone before the others have it',
      [['v1@1', 'v1@2'], ['v1@1', 'v2*@3'], ['v1@1'], ['v1@1', 'v2@4'], ['v2*@5', 'v2@4']],
      ['have v1', 'roll for v2', 'have v2', 'have v2', 'have v2'],
    ],
    [
      'does not roll for a pod that begins with a newer one',
      [
        ['v1@1', 'v1@2'],
        ['v1@1', 'v2@3'],
        ['v2@4', 'v2@3'],
      ],
      ['have v1', 'have v1', 'have v2'],
    ],
    [
      'but for the one that had the old',
      [
        ['v1@1', 'v1@2'],
        ['v1@1', 'v2@3'],
        ['v2*@4', 'v2@3'],
        ['v2@5', 'v2@3'],
      ],
      ['have v1', 'have v1', 'roll for v2', 'have v2'],
    ],
    [
      'is remembered while no pod runs; who comes up with a newer one has it',
      [['v1@1'], [], ['v2@5'], ['v3*@6']],
      ['have v1', undefined, 'have v2', 'roll for v3'],
    ],
    [
      'does not roll for a node that gives out what was over',
      [['v1@1'], ['v2*@2'], ['v2@3', 'v1@4'], ['v2@3', 'v2*@5']],
      ['have v1', 'roll for v2', 'have v2', 'have v2'],
    ],
    [
      'nor for a pod that has ended and stays behind',
      [
        ['v0*@1', 'v1@2'],
        ['v0*@1', 'v2*@3'],
        ['v0*@1', 'v2@4'],
        ['v0*@1', 'v3*@5'],
        ['v0*@9', 'v3@6'],
      ],
      ['have v1', 'roll for v2', 'have v2', 'roll for v3', 'have v3'],
    ],
    [
      'rolls where the secret is set back, once all have it',
      [
        ['v1@1', 'v1@2'],
        ['v2*@3', 'v1@2'],
        ['v2@4', 'v2@5'],
        ['v1*@6', 'v2@5'],
        ['v1*@6', 'v1*@7'],
        ['v1@8', 'v1@9'],
      ],
      ['have v1', 'roll for v2', 'have v2', 'have v2', 'roll for v1', 'have v1'],
    ],
    ['rolls once for two rotations of which one was not seen', [['v1@1'], ['v3*@4'], ['v3@5']], ['have v1', 'roll for v3', 'have v3']],
    [
      'rolls once for the newest where pods are at several',
      [
        ['v0@1', 'v0@2', 'v0@3'],
        ['v0@1', 'v2@5', 'v1*@4'],
        ['v2*@6', 'v2@5', 'v1*@4'],
      ],
      ['have v0', 'roll for v2', 'have v2'],
    ],
    [
      'settles where each pod has a secret of its own',
      [
        ['v1@1', 'v2@2'],
        ['v3*@3', 'v2@2'],
        ['v4@4', 'v0@5'],
        ['v4@4', 'v0@5'],
      ],
      ['have v2', 'roll for v3', 'have v0', 'have v0'],
    ],
  ])('%s', (_, steps, expected) => expect(story(...steps)).toEqual(expected));

  it.each<[string, readonly string[], string]>([
    ['what Reloader has rolled for', ['v1@1', 'v2*@2'], 'have v2'],
    ['what Reloader has missed', ['v3*@3'], 'roll for v3'],
    ['pods that were recreated since', ['v3@3'], 'have v3'],
  ])('without a record the marker tells: %s', (_, pods, expected) =>
    expect(look(undefined, pods, [mount('v2@1').content.marker]).now).toBe(expected),
  );

  it('is compared again, and rolls nothing, where other keys count than before', () => {
    const { entry } = look(undefined, ['v1@1']);
    expect(look(entry === undefined ? undefined : { ...entry, keys: 'others' }, ['v2*@2']).now).toBe('have v2');
  });
});

/** What may happen while nothing is set back: whatever is written for a pod is the newest of that moment. */
const happening = fc.oneof(
  fc.constant({ do: 'rotate' as const }),
  fc.record({ do: fc.constantFrom('poll' as const, 'replace' as const, 'remove' as const), pod: fc.nat(4) }),
  fc.constant({ do: 'look' as const }),
);

describe('whatever happens to pods while a secret is rotated, and whenever it is looked at', () => {
  it('a workload is rolled for a version once at most, never for an older one, and for every one that a running pod was given', () =>
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 40, size: 'max' }), (happenings) => {
        const pods = new Map([0, 1, 2].map((pod) => [pod, { version: 0, rotated: false, at: pod + 1 }]));
        const rolls: number[] = [];
        let [newest, at] = [0, 10];
        let record: AppliedSource | undefined;
        for (const each of [{ do: 'look' as const }, ...happenings, { do: 'look' as const }]) {
          at += 1;
          if (each.do === 'rotate') newest += 1;
          else if (each.do === 'remove') pods.delete(each.pod);
          else if (each.do === 'replace') pods.set(each.pod, { version: newest, rotated: false, at });
          else if (each.do === 'poll') {
            const before = pods.get(each.pod);
            if (before !== undefined && before.version !== newest) pods.set(each.pod, { version: newest, rotated: true, at });
          } else {
            const seen = rotation(
              [...pods.values()].map((pod) => mount(`v${pod.version}${pod.rotated ? '*' : ''}@${pod.at}`)),
              { old: record, left: [], read },
            );
            const first = record === undefined;
            record = seen?.entry ?? record;
            const has = Number(all.find((version) => read(mount(`v${version}@1`).content).digest === record?.digest) ?? -1);
            if (seen?.stale === true) rolls.push(has);
            const given = Math.max(-1, ...[...pods.values()].filter(({ rotated }) => rotated).map(({ version }) => version));
            if (!first || pods.size > 0) expect(has).toBeGreaterThanOrEqual(given);
          }
        }
        expect(rolls).toEqual([...new Set(rolls)].sort((one, other) => one - other));
      }),
      { numRuns: 300 },
    ));
});
const all = Array.from({ length: 42 }, (_, version) => String(version));

describe('what a pod has of a class', () => {
  it('is hashed as Reloader does: each object, and the name of the class', () =>
    // The SHA-1 of `SecretProviderClassName=vault;b=2;z=1`.
    expect(
      mountOf({
        status: {
          secretProviderClassName: 'vault',
          objects: [
            { id: 'z', version: '1' },
            { id: 'b', version: '2' },
          ],
        },
      }).content.marker,
    ).toBe('19c0fcb759138f510b039e3717c608820958d57c'));
});
