import type { JsonObject } from '../../../../ground/json/json.ts';
import type { RequestUser } from '../../auth/user.ts';
import type { StoredObject } from '../../contracts/kube-object.ts';
import type { GroupVersionKind } from '../../contracts/resource-info.ts';
import type { ServedResource } from '../../contracts/schema-source.ts';

export type Operation = 'CONNECT' | 'CREATE' | 'DELETE' | 'UPDATE';

/** What somebody is about to do, as policies see it. */
export interface Attempt {
  readonly operation: Operation;
  readonly served: ServedResource;
  /** Of what is written: of a subresource, its own. */
  readonly kind: GroupVersionKind;
  /** '' for the object itself. */
  readonly subresource: string;
  readonly name: string;
  /** '' for what is in no namespace; a namespace is in itself. */
  readonly namespace: string;
  readonly object: StoredObject | undefined;
  readonly old: StoredObject | undefined;
  readonly user: RequestUser;
  readonly dryRun: boolean;
  /** CreateOptions and the like. */
  readonly options: JsonObject;
  readonly warn: (message: string) => void;
}

/** A resource and a kind, in the version that a policy knows them by. */
export interface Known {
  readonly resource: { readonly group: string; readonly version: string; readonly plural: string };
  readonly kind: GroupVersionKind;
}

export const asSent = ({ served: { resource }, kind }: Attempt): Known => ({ resource, kind });

const kindValue = ({ group, version, kind }: GroupVersionKind) => ({ group, version, kind });
const resourceValue = ({ group, version, plural }: Known['resource']) => ({ group, version, resource: plural });
const present = (name: string, value: string): JsonObject => (value === '' ? {} : { [name]: value });

function userValue({ name, uid, groups, extra }: RequestUser): JsonObject {
  return {
    ...present('username', name),
    ...present('uid', uid ?? ''),
    ...(groups.length === 0 ? {} : { groups }),
    ...(Object.keys(extra).length === 0 ? {} : { extra }),
  };
}

/** `request`: what is empty is not there. */
export function requestValue(attempt: Attempt, known: Known): JsonObject {
  const sent = asSent(attempt);
  return {
    uid: '',
    kind: kindValue(known.kind),
    resource: resourceValue(known.resource),
    ...present('subResource', attempt.subresource),
    requestKind: kindValue(sent.kind),
    requestResource: resourceValue(sent.resource),
    ...present('requestSubResource', attempt.subresource),
    ...present('name', attempt.name),
    ...present('namespace', attempt.namespace),
    operation: attempt.operation,
    userInfo: userValue(attempt.user),
    dryRun: attempt.dryRun,
    options: attempt.options,
  };
}
