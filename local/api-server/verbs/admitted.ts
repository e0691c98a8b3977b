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

/** A new object with what the server's own admission gives it. Throws a StatusError where it cannot be given. */
export function granted(cluster: ServerParts, { served }: PolicyRequest, object: StoredObject): StoredObject {
  const { store, namespaceRules, givesAccounts, newSuffix } = cluster;
  oneGlobalDefault(object, served, store);
  const filled = namespaceRules.fillIn(object);
  return withPriority(givesAccounts ? withServiceAccount(filled, served, store, newSuffix) : filled, served, store);
}

/** What somebody is about to do, in the version of the request. */
export function attemptOf(cluster: ServerParts, request: PolicyRequest, { operation, object, old, ...more }: Admission): Attempt {
  const { served, namespace, user, query, subresource = '', warn } = request;
  const isNamespace = groupResourceOf(served.resource) === 'namespaces';
  const name = request.name ?? object?.metadata.name ?? old?.metadata.name ?? '';
  const dryRun = more.dryRun ?? query.getAll('dryRun').some((value) => value !== '');
  const shown = (one: StoredObject | undefined) =>
    one && one.kind === served.resource.kind ? inVersion(one, served.resource, cluster.conversions) : one;
  return {
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
}

const surroundings = ({ store, registry, conversions, access: { authorizer } }: ServerParts) => ({
  store,
  registry,
  conversions,
  authorizer,
});

const objectsOf = ({ object, old }: Admission): readonly StoredObject[] => [object, old].flatMap((one) => one ?? []);

/** What mutating webhooks make of an object. Throws a StatusError where one refuses. */
export async function mutated(cluster: ServerParts, request: PolicyRequest, admission: Admission): Promise<StoredObject | undefined> {
  const { object, operation } = admission;
  if (!cluster.webhooks.any) return object;
  await cluster.conversion?.everywhere?.(objectsOf(admission));
  const refill = (changed: StoredObject) =>
    operation === 'CREATE' && (request.subresource ?? '') === '' ? granted(cluster, request, changed) : changed;
  return cluster.webhooks.mutate(attemptOf(cluster, request, admission), refill, surroundings(cluster));
}

/** The same where there is an object, and remains one. */
export const mutatedObject = async (
  cluster: ServerParts,
  request: PolicyRequest,
  admission: Admission & { readonly object: StoredObject },
): Promise<StoredObject> => (await mutated(cluster, request, admission)) ?? admission.object;

/**
 * Throws a StatusError where the rules of its namespace, a policy or a webhook refuse; the last word before something is stored. What
 * was read before may be old by then: `charge` is for the caller, who makes sure that it is not.
 */
export async function judged(cluster: ServerParts, request: PolicyRequest, admission: Admission): Promise<void> {
  const { policies, namespaceRules, webhooks } = cluster;
  if (!policies.any && !namespaceRules.any && !webhooks.any) return;
  const attempt = attemptOf(cluster, request, admission);
  await cluster.conversion?.everywhere?.(objectsOf(admission));
  obeyPolicies(cluster, attempt);
  if (webhooks.any) await webhooks.validate(attempt, surroundings(cluster));
}

/** The same without webhooks, for what the server does on its own behalf. */
export function obeyPolicies(cluster: ServerParts, attempt: Attempt): void {
  cluster.namespaceRules.judge(attempt);
  cluster.policies.judge(attempt, surroundings(cluster));
}

/** Has the quotas of the namespace charged. Throws a StatusError where one is exceeded. */
export function charge(cluster: ServerParts, request: PolicyRequest, admission: Admission): void {
  if (cluster.namespaceRules.any) cluster.namespaceRules.charge(attemptOf(cluster, request, admission));
}
