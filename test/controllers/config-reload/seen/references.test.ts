import { describe, expect, it } from '@jest/globals';
import { referencesOf } from '../../../../controllers/config-reload/seen/references.ts';
import type { CoreV1PodSpec as PodSpec } from '../../../../kube/objects/kinds/core-v1.ts';

const container = (name: string, unlike: Partial<PodSpec['containers'][number]> = {}) => ({ name, image: 'none', ...unlike });
const mount = (name: string, unlike: object = {}) => ({ volumeMounts: [{ name, mountPath: '/x', ...unlike }] });

describe('what the pods of a workload use', () => {
  it.each<[string, PodSpec, readonly object[]]>([
    [
      'a mounted volume',
      { containers: [container('a', mount('v'))], volumes: [{ name: 'v', configMap: { name: 'c' } }] },
      [{ id: 'ConfigMap/c', container: 'a' }],
    ],
    ['a volume that nobody mounts', { containers: [container('a')], volumes: [{ name: 'v', secret: { secretName: 's' } }] }, []],
    [
      'items of a volume',
      { containers: [container('a', mount('v'))], volumes: [{ name: 'v', secret: { secretName: 's', items: [{ key: 'k', path: 'p' }] } }] },
      [{ id: 'Secret/s', container: 'a', keys: ['k'] }],
    ],
    [
      'a part of a volume',
      { containers: [container('a', mount('v', { subPath: 'app.yaml' }))], volumes: [{ name: 'v', configMap: { name: 'c' } }] },
      [{ id: 'ConfigMap/c', container: 'a', keys: ['app.yaml'] }],
    ],
    [
      'a projected volume',
      {
        containers: [container('a', mount('v'))],
        volumes: [
          {
            name: 'v',
            projected: { sources: [{ configMap: { name: 'c' } }, { secret: { name: 's' } }, { serviceAccountToken: { path: 't' } }] },
          },
        ],
      },
      [
        { id: 'ConfigMap/c', container: 'a' },
        { id: 'Secret/s', container: 'a' },
      ],
    ],
    [
      'a variable from a key',
      {
        containers: [
          container('a', {
            env: [
              { name: 'X', valueFrom: { configMapKeyRef: { name: 'c', key: 'k' } } },
              { name: 'Y', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
            ],
          }),
        ],
      },
      [
        { id: 'ConfigMap/c', container: 'a', keys: ['k'] },
        { id: 'Secret/s', container: 'a', keys: ['k'] },
      ],
    ],
    [
      'all variables',
      { containers: [container('a', { envFrom: [{ configMapRef: { name: 'c' } }, { secretRef: { name: 's' } }] })] },
      [
        { id: 'ConfigMap/c', container: 'a' },
        { id: 'Secret/s', container: 'a' },
      ],
    ],
    [
      'an init container: the change goes to the first regular one',
      {
        containers: [container('a'), container('b')],
        initContainers: [container('i', mount('v'))],
        volumes: [{ name: 'v', configMap: { name: 'c' } }],
      },
      [{ id: 'ConfigMap/c', container: 'a' }],
    ],
    [
      'a mount goes before environment, whichever container has it',
      {
        containers: [container('a', { envFrom: [{ configMapRef: { name: 'c' } }] }), container('b', mount('v'))],
        volumes: [{ name: 'v', configMap: { name: 'c' } }],
      },
      [
        { id: 'ConfigMap/c', container: 'b' },
        { id: 'ConfigMap/c', container: 'a' },
      ],
    ],
    [
      'a class of the CSI driver for secrets',
      {
        containers: [container('a', mount('v'))],
        volumes: [
          { name: 'v', csi: { driver: 'd', volumeAttributes: { secretProviderClass: 'vault' } } },
          { name: 'w', csi: { driver: 'd', volumeAttributes: { secretProviderClass: 'nobody' } } },
        ],
      },
      [{ id: 'SecretProviderClass/vault', container: 'a' }],
    ],
    ['what is no use', { containers: [container('a')], imagePullSecrets: [{ name: 's' }] }, []],
  ])('%s', (_, spec, expected) => expect(referencesOf(spec)).toEqual(expected));

  it('is nothing where there is no pod', () => expect(referencesOf({})).toEqual([]));
});
