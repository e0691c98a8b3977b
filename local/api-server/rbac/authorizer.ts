import { MASTERS, type RequestUser } from '../auth/user.ts';
import { isJsonObject, objectOrEmpty, textOrEmpty, type Json } from '../../../ground/json/json.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import { keyOf, type ObjectStore } from '../store/store.ts';

/** What somebody wants to do: to a resource, or to a path. */
export interface Attributes {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  /** Instead of a resource. */
  readonly path?: string;
}

export interface Rule {
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames: readonly string[];
  readonly nonResourceURLs: readonly string[];
}

export interface Verdict {
  readonly allowed: boolean;
  /** Why, for a review. */
  readonly reason: string;
}

export interface Authorizer {
  authorize(user: RequestUser, wanted: Attributes): Verdict;
  /** All that the user may do in a namespace. */
  rulesFor(user: RequestUser, namespace: string): readonly Rule[];
}

interface Grant {
  /** '' holds everywhere. */
  readonly namespace: string;
  readonly rules: readonly Rule[];
  readonly because: string;
  readonly missing?: string;
}

const RBAC = 'rbac.authorization.k8s.io';
const KINDS: ReadonlySet<string> = new Set(
  ['roles', 'clusterroles', 'rolebindings', 'clusterrolebindings'].map((plural) => `${plural}.${RBAC}`),
);

const texts = (value: Json | undefined): readonly string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
const objects = (value: Json | undefined) => (Array.isArray(value) ? value.filter((item) => isJsonObject(item)) : []);

const ruleOf = (rule: Record<string, Json | undefined>): Rule => ({
  verbs: texts(rule['verbs']),
  apiGroups: texts(rule['apiGroups']),
  resources: texts(rule['resources']),
  resourceNames: texts(rule['resourceNames']),
  nonResourceURLs: texts(rule['nonResourceURLs']),
});

const has = (list: readonly string[], wanted: string) => list.includes('*') || list.includes(wanted);

function ruleAllows(rule: Rule, { verb, group, resource, subresource, name, path }: Attributes): boolean {
  if (!has(rule.verbs, verb)) return false;
  if (path !== undefined)
    return rule.nonResourceURLs.some((url) => url === path || (url.endsWith('*') && path.startsWith(url.slice(0, -1))));
  const full = subresource === '' ? resource : `${resource}/${subresource}`;
  return (
    has(rule.apiGroups, group) &&
    (has(rule.resources, full) || (subresource !== '' && rule.resources.includes(`*/${subresource}`))) &&
    (rule.resourceNames.length === 0 || rule.resourceNames.includes(name))
  );
}

const subjectKeys = ({ name, groups }: RequestUser) => [`User ${name}`, ...groups.map((group) => `Group ${group}`)];

const keyOfSubject = ({ kind, name, namespace }: Record<string, Json | undefined>) =>
  kind === 'ServiceAccount'
    ? `User system:serviceaccount:${textOrEmpty(namespace)}:${textOrEmpty(name)}`
    : `${textOrEmpty(kind)} ${textOrEmpty(name)}`;

function grantOf(store: ObjectStore, binding: StoredObject): Grant {
  const { kind, name } = objectOrEmpty(binding['roleRef']);
  const namespace = binding.metadata.namespace ?? '';
  const [plural, where] = kind === 'Role' ? ['roles', namespace] : ['clusterroles', undefined];
  const role = store.collection(`${plural}.${RBAC}`).get(keyOf(where, textOrEmpty(name)));
  const bound = namespace === '' ? (binding.metadata.name ?? '') : `${binding.metadata.name ?? ''}/${namespace}`;
  return {
    namespace,
    rules: objects(role?.['rules']).map(ruleOf),
    because: `RBAC: allowed by ${binding.kind} "${bound}" of ${textOrEmpty(kind)} "${textOrEmpty(name)}" to`,
    ...(role ? {} : { missing: `${textOrEmpty(kind).toLowerCase()}.${RBAC} "${textOrEmpty(name)}" not found` }),
  };
}

/** Role-based access control over what is stored, as it stands at the moment of each question. */
export function createAuthorizer(store: ObjectStore): Authorizer {
  let grants: Map<string, { readonly grant: Grant; readonly subject: string }[]> | undefined;
  store.subscribe(({ collection }) => {
    if (KINDS.has(collection)) grants = undefined;
  });
  const index = () => {
    if (grants) return grants;
    const made = new Map<string, { grant: Grant; subject: string }[]>();
    for (const plural of ['clusterrolebindings', 'rolebindings']) {
      const bindings = store.collection(`${plural}.${RBAC}`);
      for (const key of bindings.keys('')) {
        const binding = bindings.get(key);
        if (!binding) continue;
        const grant = grantOf(store, binding);
        for (const subject of objects(binding['subjects'])) {
          const subjectKey = keyOfSubject(subject);
          const told =
            subject['kind'] === 'ServiceAccount'
              ? `ServiceAccount "${textOrEmpty(subject['name'])}/${textOrEmpty(subject['namespace'])}"`
              : `${textOrEmpty(subject['kind'])} "${textOrEmpty(subject['name'])}"`;
          made.set(subjectKey, [...(made.get(subjectKey) ?? []), { grant, subject: told }]);
        }
      }
    }
    return (grants = made);
  };
  const grantsFor = (user: RequestUser, namespace: string) =>
    subjectKeys(user)
      .flatMap((key) => index().get(key) ?? [])
      .filter(({ grant }) => grant.namespace === '' || (grant.namespace === namespace && namespace !== ''));
  return {
    authorize(user, wanted) {
      if (user.groups.includes(MASTERS)) return { allowed: true, reason: '' };
      const mine = grantsFor(user, wanted.path === undefined ? wanted.namespace : '');
      const found = mine.find(({ grant }) => grant.rules.some((rule) => ruleAllows(rule, wanted)));
      if (found) return { allowed: true, reason: `${found.grant.because} ${found.subject}` };
      const missing = mine.flatMap(({ grant }) => grant.missing ?? []);
      return {
        allowed: false,
        reason: missing.length === 0 ? '' : `RBAC: ${missing.length === 1 ? missing.join() : `[${missing.join(', ')}]`}`,
      };
    },
    rulesFor: (user, namespace) => grantsFor(user, namespace).flatMap(({ grant }) => grant.rules),
  };
}

/** The sentence of a refusal, without what stands before `: `. */
export function refusal(user: RequestUser, { verb, group, resource, subresource, namespace, path }: Attributes, reason: string): string {
  const because = reason === '' ? '' : `: ${reason}`;
  if (path !== undefined) return `User ${JSON.stringify(user.name)} cannot ${verb} path ${JSON.stringify(path)}${because}`;
  const full = subresource === '' ? resource : `${resource}/${subresource}`;
  const where = namespace === '' ? 'at the cluster scope' : `in the namespace ${JSON.stringify(namespace)}`;
  return `User ${JSON.stringify(user.name)} cannot ${verb} resource ${JSON.stringify(full)} in API group ${JSON.stringify(group)} ${where}${because}`;
}
