import { SYSTEM } from '../auth/user.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import type { ServedResource } from '../contracts/schema-source.ts';
import { StatusError } from '../contracts/status-error.ts';
import { removeAtOnce, type ParsedDeleteOptions } from '../verbs/delete.ts';
import type { ServerParts } from '../verbs/request.ts';

/** Deletes an object on the cluster's own behalf, by the same way as a client would; what is gone already is well. */
export function deleteAsSystem(
  cluster: ServerParts,
  served: ServedResource,
  { metadata }: StoredObject,
  options: Partial<ParsedDeleteOptions> = {},
): void {
  const { name = '', namespace, uid } = metadata;
  const request = {
    verb: 'delete' as const,
    served,
    namespace,
    name,
    query: new URLSearchParams(),
    userAgent: 'civ8s',
    user: SYSTEM,
    body: { bytes: Buffer.alloc(0), mediaType: '' },
    warn: () => undefined,
  };
  try {
    removeAtOnce(cluster, request, { dryRun: false, uid, ...options });
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
  }
}
