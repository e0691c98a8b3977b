import type { JsonObject } from '../../../ground/json/json.ts';
import { listAt, objectAt, objectsAt, textAt } from '../../../ground/json/read-json.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import type { ValidationRequest } from '../contracts/validating.ts';
import { equal } from '../../../ground/json/equal.ts';
import { invalidValue, notSupported, required } from './cause.ts';

const RBAC = 'rbac.authorization.k8s.io';
const SUBJECTS: Readonly<Record<string, string>> = { ServiceAccount: '', User: RBAC, Group: RBAC };

/** A rule of a role names resources, that of a cluster role may name paths instead. */
export const roleCauses =
  (namespaced: boolean) =>
  ({ object }: ValidationRequest): readonly FailureCause[] =>
    objectsAt(object, 'rules').flatMap((rule, at) => ruleCauses(rule, `rules[${at}]`, namespaced));

function ruleCauses(rule: JsonObject, path: string, namespaced: boolean): readonly FailureCause[] {
  const paths = listAt(rule, 'nonResourceURLs');
  const verbs = listAt(rule, 'verbs').length === 0 ? [required(`${path}.verbs`, 'verbs must contain at least one value')] : [];
  if (paths.length > 0) {
    if (namespaced) return [...verbs, invalidValue(`${path}.nonResourceURLs`, paths, 'namespaced rules cannot apply to non-resource URLs')];
    const mixed = ['apiGroups', 'resources', 'resourceNames'].some((field) => listAt(rule, field).length > 0);
    return mixed
      ? [...verbs, invalidValue(`${path}.nonResourceURLs`, paths, 'rules cannot apply to both regular resources and non-resource URLs')]
      : verbs;
  }
  return [
    ...verbs,
    ...(listAt(rule, 'apiGroups').length === 0 ? [required(`${path}.apiGroups`, 'resource rules must supply at least one api group')] : []),
    ...(listAt(rule, 'resources').length === 0 ? [required(`${path}.resources`, 'resource rules must supply at least one resource')] : []),
  ];
}

export const bindingCauses =
  (kinds: readonly string[]) =>
  ({ object, old }: ValidationRequest): readonly FailureCause[] => {
    const role = objectAt(object, 'roleRef');
    const [group, kind, name] = ['apiGroup', 'kind', 'name'].map((field) => textAt(role, field));
    const before = objectAt(old, 'roleRef');
    return [
      ...(group === RBAC ? [] : [notSupported('roleRef.apiGroup', group, [RBAC])]),
      ...(kinds.includes(kind ?? '') ? [] : [notSupported('roleRef.kind', kind, kinds)]),
      ...(name === '' ? [required('roleRef.name')] : []),
      ...objectsAt(object, 'subjects').flatMap((subject, at) => subjectCauses(subject, `subjects[${at}]`, kinds.includes('Role'))),
      ...(old && !equal(role, before)
        ? [invalidValue('roleRef', { APIGroup: group ?? '', Kind: kind ?? '', Name: name ?? '' }, 'cannot change roleRef')]
        : []),
    ];
  };

/** An account of a binding in a namespace is of that namespace, if it names none. */
function subjectCauses(subject: JsonObject, path: string, namespaced: boolean): readonly FailureCause[] {
  const [kind, name, group] = [textAt(subject, 'kind'), textAt(subject, 'name'), textAt(subject, 'apiGroup')];
  const expected = SUBJECTS[kind];
  return [
    ...(name === '' ? [required(`${path}.name`)] : []),
    ...(expected === undefined
      ? [notSupported(`${path}.kind`, kind, Object.keys(SUBJECTS))]
      : group === expected
        ? []
        : [notSupported(`${path}.apiGroup`, group, [expected])]),
    ...(!namespaced && kind === 'ServiceAccount' && textAt(subject, 'namespace') === '' ? [required(`${path}.namespace`)] : []),
  ];
}
