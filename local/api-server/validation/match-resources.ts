import type { Json, JsonObject } from '../../../ground/json/json.ts';
import { listAt, objectAt, objectsAt, textAt } from '../../../ground/json/read-json.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import { duplicate, invalidValue, notSupported, required } from './cause.ts';
import { pathSegment } from './names.ts';
import { selectorCauses } from './selectors.ts';

const OPERATIONS = ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE'];
const SCOPES = ['*', 'Cluster', 'Namespaced'];

/** What is wrong with `matchConstraints` of a policy, or `matchResources` of a binding. */
export function matchResourcesCauses(match: JsonObject, path: string): readonly FailureCause[] {
  const policy = textAt(match, 'matchPolicy');
  return [
    ...(policy === 'Equivalent' || policy === 'Exact' ? [] : [notSupported(`${path}.matchPolicy`, policy, ['Equivalent', 'Exact'])]),
    ...['namespaceSelector', 'objectSelector'].flatMap((field) => selectorCauses(objectAt(match, field), `${path}.${field}`)),
    ...['resourceRules', 'excludeResourceRules'].flatMap((field) =>
      objectsAt(match, field).flatMap((rule, at) => ruleCauses(rule, `${path}.${field}[${at}]`)),
    ),
  ];
}

const mixed = (list: readonly Json[], field: string, sign: string, what: string): readonly FailureCause[] =>
  list.length > 1 && list.includes(sign) ? [invalidValue(field, list, `if '${sign}' is present, must not specify other ${what}`)] : [];

const filled = (list: readonly Json[], field: string): readonly FailureCause[] => (list.length === 0 ? [required(field)] : []);

const namesCauses = (names: readonly Json[], path: string): readonly FailureCause[] =>
  names.flatMap((name, at) => [
    ...(typeof name === 'string' ? pathSegment(name).map((wrong) => invalidValue(`${path}[${at}]`, name, wrong)) : []),
    ...(names.indexOf(name) < at ? [duplicate(`${path}[${at}]`, name)] : []),
  ]);

export function ruleCauses(rule: JsonObject, path: string): readonly FailureCause[] {
  const [operations, groups, versions] = [listAt(rule, 'operations'), listAt(rule, 'apiGroups'), listAt(rule, 'apiVersions')];
  const scope = textAt(rule, 'scope');
  return [
    ...namesCauses(listAt(rule, 'resourceNames'), `${path}.resourceNames`),
    ...filled(operations, `${path}.operations`),
    ...mixed(operations, `${path}.operations`, '*', 'operations'),
    ...operations.flatMap((operation, at) =>
      typeof operation === 'string' && OPERATIONS.includes(operation)
        ? []
        : [notSupported(`${path}.operations[${at}]`, operation, OPERATIONS)],
    ),
    ...filled(groups, `${path}.apiGroups`),
    ...mixed(groups, `${path}.apiGroups`, '*', 'API groups'),
    ...filled(versions, `${path}.apiVersions`),
    ...mixed(versions, `${path}.apiVersions`, '*', 'API versions'),
    ...versions.flatMap((version, at) => (version === '' ? [required(`${path}.apiVersions[${at}]`)] : [])),
    ...resourcesCauses(listAt(rule, 'resources'), `${path}.resources`),
    ...(scope === '' || SCOPES.includes(scope) ? [] : [notSupported(`${path}.scope`, scope, SCOPES)]),
  ];
}

/** No resource is named twice over by wildcards. */
function resourcesCauses(resources: readonly Json[], path: string): readonly FailureCause[] {
  const names = resources.map((each) => (typeof each === 'string' ? each : ''));
  const causes: FailureCause[] = [...filled(resources, path)];
  const [whole, everywhere] = [new Set<string>(), new Set<string>()];
  for (const [at, each] of names.entries()) {
    const [name = '', sub] = each.split('/');
    if (each === '') causes.push(required(`${path}[${at}]`));
    if (sub === undefined) continue;
    if (whole.has(name)) causes.push(invalidValue(`${path}[${at}]`, each, `if '${name}/*' is present, must not specify ${each}`));
    if (everywhere.has(sub)) causes.push(invalidValue(`${path}[${at}]`, each, `if '*/${sub}' is present, must not specify ${each}`));
    if (sub === '*') whole.add(name);
    if (name === '*') everywhere.add(sub);
  }
  const plain = names.findLast((each) => each !== '' && !each.includes('/'));
  return [
    ...causes,
    ...mixed(resources, path, '*/*', 'resources'),
    ...(names.includes('*') && plain !== undefined && plain !== '*'
      ? [invalidValue(path, resources, "if '*' is present, must not specify other resources without subresources")]
      : []),
  ];
}
