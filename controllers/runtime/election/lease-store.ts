import { ApiError } from '../../../kube/errors/api-error.ts';
import { leases, type Lease } from '../../../kube/objects/built-in.ts';
import type { Client } from '../../../kube/client/client.ts';
import { microTimestamp } from '../../../ground/time/rfc3339.ts';
import type { ObjectName } from '../../../kube/objects/resource.ts';
import type { LeaseStore, NewRecord } from './candidate.ts';
import type { LeaseRecord } from './lease.ts';

/** The Lease of that name in the cluster. A write names the version that it replaces, so that of two candidates one wins. */
export function createLeaseStore(client: Client, name: Required<ObjectName>, wall: () => number): LeaseStore {
  const spec = ({ holder, transitions, leaseMs, began }: NewRecord) => {
    const now = microTimestamp(wall());
    const kept = {
      holderIdentity: holder,
      leaseDurationSeconds: Math.max(1, Math.round(leaseMs / 1_000)),
      renewTime: now,
      leaseTransitions: transitions,
    };
    return began ? { ...kept, acquireTime: now } : kept;
  };
  return {
    async read(signal) {
      try {
        return recordOf(await client.get(leases, name, { signal }));
      } catch (error) {
        if (ApiError.is(error, 'not-found')) return undefined;
        throw error;
      }
    },
    create: async (record, signal) => recordOf(await client.create(leases, { metadata: name, spec: spec(record) }, { signal })),
    replace: async (version, record, signal) =>
      recordOf(await client.patch(leases, name, { merge: { metadata: { resourceVersion: version }, spec: spec(record) } }, { signal })),
  };
}

const recordOf = ({ metadata, spec }: Lease): LeaseRecord => ({
  version: metadata?.resourceVersion ?? '',
  holder: spec?.holderIdentity ?? '',
  transitions: spec?.leaseTransitions ?? 0,
  leaseMs: (spec?.leaseDurationSeconds ?? 0) * 1_000,
});
