import type { JsonObject } from '../../../../ground/json/json.ts';
import { listAt, objectAt, objectsAt, textAt } from '../../../../ground/json/read-json.ts';
import type { StoredObject } from '../../contracts/kube-object.ts';
import { collectionOf, type Registry } from '../../registry.ts';
import { keyOf, type ObjectStore } from '../../store/store.ts';
import { isEmptySelector, picks } from '../../validation/selectors.ts';
import { asSent, type Attempt, type Known } from './attempt.ts';

/** What is stored, and what is served. */
export interface Surroundings {
  readonly store: ObjectStore;
  readonly registry: Registry;
}

const has = (rule: JsonObject, field: string, wanted: string) => listAt(rule, field).some((each) => each === '*' || each === wanted);

function scopeFits(scope: string, { namespace, served: { resource } }: Attempt): boolean {
  if (scope === '' || scope === '*') return true;
  const isWhole = (resource.group === '' && resource.plural === 'namespaces') || namespace === '';
  return (scope === 'Cluster') === isWhole;
}

function resourceFits(rule: JsonObject, plural: string, subresource: string): boolean {
  return listAt(rule, 'resources').some((each) => {
    const [name = '', sub = ''] = typeof each === 'string' ? each.split('/') : [];
    return (name === '*' || name === plural) && (sub === '*' || sub === subresource);
  });
}

function ruleFits(rule: JsonObject, attempt: Attempt, { group, version, plural }: Known['resource']): boolean {
  const names = listAt(rule, 'resourceNames');
  return (
    scopeFits(textAt(rule, 'scope'), attempt) &&
    has(rule, 'operations', attempt.operation) &&
    has(rule, 'apiGroups', group) &&
    has(rule, 'apiVersions', version) &&
    resourceFits(rule, plural, attempt.subresource) &&
    (names.length === 0 || names.includes(attempt.name))
  );
}

/** The same objects under other names: other versions of the resource, and other groups that serve it. */
function equivalents({ served, kind, subresource }: Attempt, { registry }: Surroundings): readonly Known[] {
  const { resource } = served;
  return registry
    .served()
    .filter((other) => other !== served && collectionOf(other.resource) === collectionOf(resource))
    .map((other) => {
      const sub = other.resource.subresources.find(({ name }) => name === subresource);
      return { resource: other.resource, kind: subresource === '' || subresource === 'status' ? other.resource : (sub ?? kind) };
    });
}

/** The resource as one of the rules knows it; undefined where none fits. */
function knownTo(rules: readonly JsonObject[], policy: string, attempt: Attempt, around: Surroundings): Known | undefined {
  const sent = asSent(attempt);
  if (rules.some((rule) => ruleFits(rule, attempt, sent.resource))) return sent;
  if (policy === 'Exact') return undefined;
  const others = equivalents(attempt, around);
  for (const rule of rules) {
    const found = others.find(({ resource }) => ruleFits(rule, attempt, resource));
    if (found) return found;
  }
  return undefined;
}

export const namespaceNamed = ({ store }: Surroundings, name: string): StoredObject | undefined =>
  store.collection('namespaces').get(keyOf(undefined, name));

function namespaceFits(selector: JsonObject | undefined, attempt: Attempt, around: Surroundings): boolean {
  const { namespace, operation, object, subresource, served } = attempt;
  const isNamespace = served.resource.plural === 'namespaces';
  if (isEmptySelector(selector) || (namespace === '' && !isNamespace)) return true;
  const own = isNamespace && subresource === '' && (operation === 'CREATE' || operation === 'UPDATE');
  return picks(selector, (own ? object : namespaceNamed(around, namespace))?.metadata.labels ?? {});
}

/** The object fits as it will be, or as it was. */
const objectFits = (selector: JsonObject | undefined, { object, old }: Attempt): boolean =>
  isEmptySelector(selector) || [object, old].some((each) => each && picks(selector, each.metadata?.labels ?? {}));

/** Whether `matchConstraints` of a policy, or `matchResources` of a binding, mean an attempt: then by which name it is known to them. */
export function meant(criteria: JsonObject | undefined, attempt: Attempt, around: Surroundings): Known | undefined {
  if (!criteria) return asSent(attempt);
  if (!namespaceFits(objectAt(criteria, 'namespaceSelector'), attempt, around)) return undefined;
  if (!objectFits(objectAt(criteria, 'objectSelector'), attempt)) return undefined;
  const policy = textAt(criteria, 'matchPolicy');
  if (knownTo(objectsAt(criteria, 'excludeResourceRules'), policy, attempt, around)) return undefined;
  const rules = objectsAt(criteria, 'resourceRules');
  return rules.length === 0 ? asSent(attempt) : knownTo(rules, policy, attempt, around);
}
