import { ApiError } from '../../../kube/errors/api-error.ts';
import type { Client } from '../../../kube/client/client.ts';
import { leases, type Lease } from '../../../kube/objects/built-in.ts';

/** What a cluster tells of its config-reload: who leads, and where. */
export type ControllerLease =
  | { readonly is: 'there'; readonly namespace: string; readonly holder: string; readonly renewedAt: number; readonly isOver: boolean }
  | { readonly is: 'absent' }
  /** The user may not look. */
  | { readonly is: 'unknown' };

const NAME = 'civ8s-config-reload';

/** Of several, the one that was renewed last. With `namespace`: the one there. */
export async function findControllerLease(client: Client, namespace: string, now: number): Promise<ControllerLease> {
  try {
    const { items } = await client.list(leases, {
      fieldSelector: `metadata.name=${NAME}`,
      ...(namespace === '' ? {} : { namespace }),
    });
    const [newest] = items.map((lease) => seen(lease, now)).sort((one, other) => other.renewedAt - one.renewedAt);
    return newest ?? { is: 'absent' };
  } catch (error) {
    if (ApiError.is(error, 'forbidden')) return { is: 'unknown' };
    throw error;
  }
}

function seen({ metadata, spec = {} }: Lease, now: number): Extract<ControllerLease, { is: 'there' }> {
  const renewedAt = Date.parse(spec.renewTime ?? '') || 0;
  const holder = spec.holderIdentity ?? '';
  const isOver = holder === '' || renewedAt + (spec.leaseDurationSeconds ?? 0) * 1_000 < now;
  return { is: 'there', namespace: metadata?.namespace ?? '', holder, renewedAt, isOver };
}
