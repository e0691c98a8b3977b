import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ApiError } from '../../../kube/errors/api-error.ts';
import { persistentVolumeClaims, persistentVolumes, type PersistentVolumeClaim } from '../../../kube/objects/built-in.ts';
import { keyOf, nameOf } from '../../../kube/objects/resource.ts';
import type { Client } from '../../../kube/client/client.ts';
import type { Controller } from '../../../controllers/runtime/definition.ts';
import { abandoned, decideClaim, isProvisioned, volumeNameOf, type Provision } from './claim-decide.ts';

/** Where the folder of a claim is, under the folder of all pods. */
const claimFolder = (pods: string, claim: PersistentVolumeClaim): string => join(pods, 'claims', claim.metadata?.uid ?? '');

/** Undefined while the claim has none. */
export const boundFolder = (pods: string, claim: PersistentVolumeClaim | undefined): string | undefined =>
  claim !== undefined && isProvisioned(claim) ? claimFolder(pods, claim) : undefined;

/** PersistentVolumeClaim -> a volume that is a folder of this machine, for as long as the claim is there. */
export const claimController = (pods: string): Controller => ({
  name: 'claims',
  summary: 'gives each PersistentVolumeClaim a folder',
  flags: {},
  setUp({ follow, recordEvent }) {
    const all = follow(persistentVolumeClaims, { keys: ({ object }) => [keyOf(object)], indexes: { all: () => [''] } });
    const volumes = follow(persistentVolumes, { indexes: { all: () => [''] } });
    return async (key, { client }) => {
      const claim = all.get(key);
      if (claim === undefined) {
        const uids = new Set(all.by('all', '').map(({ metadata }) => metadata?.uid ?? ''));
        for (const volume of abandoned(volumes.by('all', ''), uids)) {
          rmSync(volume.spec?.hostPath?.path ?? '', { recursive: true, force: true });
          // One that is bound is kept, as long as it is.
          await client.patch(persistentVolumes, nameOf(volume), { merge: { status: { phase: 'Released' } } }, { subresource: 'status' });
          await client.delete(persistentVolumes, nameOf(volume));
        }
        return 'on-change';
      }
      const folder = claimFolder(pods, claim);
      const provision = decideClaim(claim, folder);
      if (provision === undefined) return 'on-change';
      mkdirSync(folder, { recursive: true });
      await provide(client, claim, provision);
      recordEvent(
        { resource: persistentVolumeClaims, object: claim },
        { type: 'Normal', reason: 'ProvisioningSucceeded', message: `Successfully provisioned volume ${volumeNameOf(claim)}` },
      );
      return 'on-change';
    };
  },
});

async function provide(client: Client, claim: PersistentVolumeClaim, { volume, claim: { status, ...bound } }: Provision): Promise<void> {
  const { uid } = claim.metadata ?? {};
  try {
    await client.create(persistentVolumes, volume);
  } catch (error) {
    if (!ApiError.is(error, 'already-exists')) throw error;
  }
  await client.patch(persistentVolumes, nameOf(volume), { merge: { status: { phase: 'Bound' } } }, { subresource: 'status' });
  await client.patch(persistentVolumeClaims, nameOf(claim), { merge: { ...bound, metadata: { ...bound.metadata, uid } } });
  await client.patch(persistentVolumeClaims, nameOf(claim), { merge: { metadata: { uid }, status } }, { subresource: 'status' });
}
