import { describe, expect, it } from '@jest/globals';
import type { PersistentVolumeClaim } from '../../../../kube/objects/built-in.ts';
import { abandoned, decideClaim, isProvisioned } from '../../../../local/node/claims/claim-decide.ts';

const claimOf = (spec: object = {}, unlike: object = {}): PersistentVolumeClaim => ({
  metadata: { name: 'data', namespace: 'x', uid: 'u' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Mi' } }, ...spec },
  status: { phase: 'Pending' },
  ...unlike,
});

describe('a claim on this machine', () => {
  it('gets a folder, and both say of each other', () => {
    const provision = decideClaim(claimOf(), '/folder');
    expect(provision).toMatchObject({
      volume: {
        metadata: { name: 'pvc-u' },
        spec: {
          capacity: { storage: '1Mi' },
          claimRef: { namespace: 'x', name: 'data', uid: 'u' },
          hostPath: { path: '/folder' },
          persistentVolumeReclaimPolicy: 'Delete',
        },
      },
      claim: { spec: { volumeName: 'pvc-u' }, status: { phase: 'Bound', capacity: { storage: '1Mi' } } },
    });
    expect(isProvisioned(claimOf({ volumeName: 'pvc-u' }, { status: { phase: 'Bound' } }))).toBe(true);
  });

  it('gets it also where that was cut short', () =>
    expect(decideClaim(claimOf({ volumeName: 'pvc-u' }), '/folder')).toMatchObject({ claim: { status: { phase: 'Bound' } } }));

  it.each([
    ['it has one', claimOf({ volumeName: 'pvc-u' }, { status: { phase: 'Bound' } })],
    ['it wants the volume of somebody else', claimOf({ volumeName: 'mine' })],
    ['it wants a device', claimOf({ volumeMode: 'Block' })],
    ['it goes', claimOf({}, { metadata: { name: 'data', uid: 'u', deletionTimestamp: '2030-01-01T00:00:00Z' } })],
  ])('gets none where %s', (_, claim) => expect(decideClaim(claim, '/folder')).toBeUndefined());

  it('leaves a folder behind, which goes after it', () => {
    const { volume = {} } = decideClaim(claimOf(), '/folder') ?? {};
    const foreign = { metadata: { name: 'mine' }, spec: { claimRef: { uid: 'gone' } } };
    expect(abandoned([volume, foreign], new Set(['u']))).toEqual([]);
    expect(abandoned([volume, foreign], new Set())).toEqual([volume]);
  });
});
