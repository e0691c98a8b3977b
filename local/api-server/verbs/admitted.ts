import type { JsonObject } from '../../../ground/json/json.ts';
import { namespaceAdmits, namespaceMayGo } from '../admission/namespace-lifecycle.ts';
import type { Attempt, Operation } from '../admission/policies/attempt.ts';
import { withServiceAccount } from '../admission/service-accounts.ts';
import { oneGlobalDefault, withPriority } from '../admission/priorities.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import { groupResourceOf, type GroupVersionKind } from '../contracts/resource-info.ts';
import { inVersion } from '../registry.ts';
import type { ApiRequest, ServerParts } from './request.ts';

export interface Admission {
  readonly operation: Operation;
  readonly object?: StoredObject;
  readonly old?: StoredObject;
  /** Where it is not the query that says so. */
  readonly dryRun?: boolean;
}

/** Throws a StatusError where the life of a namespace forbids a write. */
export function admit(cluster: ServerParts, request: ApiRequest, { operation, object }: Admission): void {
  if (operation === 'CREATE' && object) namespaceAdmits(cluster.store, request, object);
  if (operation === 'DELETE') namespaceMayGo(request);
}

export type PolicyRequest = Pick<ApiRequest, 'name' | 'namespace' | 'query' | 'served' | 'subresource' | 'user' | 'warn'>;

const OPTIONS: Readonly<Record<Operation, string | undefined>> = {
  CONNECT: undefined,
  CREATE: 'CreateOptions',
  DELETE: 'DeleteOptions',
  UPDATE: 'UpdateOptions',
};

/** The kind of what is written: of a subresource its own, and `status` has that of the object. */
function kindOf({ served: { resource }, subresource }: PolicyRequest): GroupVersionKind {
  const own = resource.subresources.find(({ name }) => name === subresource);
  return own && subresource !== 'status' ? own : resource;
}

function optionsOf(operation: Operation, query: URLSearchParams, dryRun: boolean): JsonObject {
  const kind = OPTIONS[operation];
  if (kind === undefined) return {};
  const [manager, validation] = [query.get('fieldManager') ?? '', query.get('fieldValidation') ?? ''];
  return {
    kind,
    apiVersion: 'meta.k8s.io/v1',
    ...(dryRun ? { dryRun: ['All'] } : {}),
    ...(manager === '' ? {} : { fieldManager: manager }),
    ...(validation === '' ? {} : { fieldValidation: validation }),
  };
}

/** A new object with what admission gives it. Throws a StatusError where it cannot be given. */
export function granted(cluster: ServerParts, { served }: PolicyRequest, object: StoredObject): StoredObject {
  const { store, namespaceRules, givesAccounts, newSuffix } = cluster;
  oneGlobalDefault(object, served, store);
  const filled = namespaceRules.fillIn(object);
  return withPriority(givesAccounts ? withServiceAccount(filled, served, store, newSuffix) : filled, served, store);
}

/** Throws a StatusError where the rules of its namespace or a policy refuse; the last word before something is stored. */
export function obeyPolicies(cluster: ServerParts, request: PolicyRequest, { operation, object, old, ...more }: Admission): void {
  const { policies, namespaceRules, store, registry, conversions, access } = cluster;
  if (!policies.any && !namespaceRules.any) return;
  const { served, namespace, user, query, subresource = '', warn } = request;
  const isNamespace = groupResourceOf(served.resource) === 'namespaces';
  const name = request.name ?? object?.metadata.name ?? old?.metadata.name ?? '';
  const dryRun = more.dryRun ?? query.getAll('dryRun').some((value) => value !== '');
  const shown = (one: StoredObject | undefined) =>
    one && one.kind === served.resource.kind ? inVersion(one, served.resource, conversions) : one;
  const attempt: Attempt = {
    operation,
    served,
    kind: kindOf(request),
    subresource,
    name,
    namespace: namespace ?? (isNamespace ? name : ''),
    object: shown(object),
    old: shown(old),
    user,
    dryRun,
    options: optionsOf(operation, query, dryRun),
    warn,
  };
  namespaceRules.judge(attempt);
  policies.judge(attempt, { store, registry, conversions, authorizer: access.authorizer });
  namespaceRules.charge(attempt);
}
