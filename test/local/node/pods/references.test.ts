import { describe, expect, it } from '@jest/globals';
import { referencesOf } from '../../../../local/node/pods/references.ts';

const container = (unlike: object = {}) => ({ name: 'main', image: 'civ8s', ...unlike });
const referred = (spec: Parameters<typeof referencesOf>[0]) => {
  const { configMaps, secrets } = referencesOf(spec);
  return { configMaps: [...configMaps], secrets: [...secrets] };
};

describe('what a pod is made of', () => {
  it('is what its volumes hold, also projected ones', () =>
    expect(
      referred({
        containers: [container()],
        volumes: [
          { name: 'a', configMap: { name: 'directions' } },
          { name: 'b', secret: { secretName: 'keys' } },
          { name: 'c', projected: { sources: [{ configMap: { name: 'roots' } }, { secret: { name: 'token' } }] } },
        ],
      }),
    ).toEqual({ configMaps: ['directions', 'roots'], secrets: ['keys', 'token'] }));

  it('is what its variables are taken from, also those of init containers', () =>
    expect(
      referred({
        containers: [container({ envFrom: [{ configMapRef: { name: 'all' } }, { secretRef: { name: 'every' } }] })],
        initContainers: [
          container({
            env: [
              { name: 'A', valueFrom: { configMapKeyRef: { name: 'one', key: 'a' } } },
              { name: 'B', valueFrom: { secretKeyRef: { name: 'other', key: 'b' } } },
            ],
          }),
        ],
      }),
    ).toEqual({ configMaps: ['all', 'one'], secrets: ['every', 'other'] }));

  it('is not what only has its name in the specification', () =>
    expect(
      referred({
        serviceAccountName: 'wood',
        containers: [container({ name: 'wood', args: ['wood'], env: [{ name: 'SHOP', value: 'wood' }] })],
      }),
    ).toEqual({
      configMaps: [],
      secrets: [],
    }));
});
