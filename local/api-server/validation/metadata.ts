import { isJsonObject, objectOrEmpty, type JsonObject } from '../../../ground/json/json.ts';
import type { StoredObject, StoredMeta } from '../contracts/kube-object.ts';
import { listAt, objectsAt, shown, textAt } from '../../../ground/json/read-json.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import type { ValidationRequest } from '../contracts/validating.ts';
import { equal } from '../../../ground/json/equal.ts';
import { forbidden, invalidValue, required } from './cause.ts';
import { dnsLabel, dnsSubdomain, labelValue, qualifiedName, type NameRule } from './names.ts';

const MOST_ANNOTATION_BYTES = 256 * 1024;
const STANDARD_FINALIZERS: ReadonlySet<string> = new Set(['kubernetes', 'orphan', 'foregroundDeletion']);

const because = (field: string, value: string, problems: readonly string[]) =>
  problems.map((problem) => invalidValue(field, value, problem));

/** What is wrong with labels, told of the field that holds them. */
export function labelCauses(labels: JsonObject | undefined, field: string): readonly FailureCause[] {
  return Object.entries(labels ?? {}).flatMap(([key, value]) => [
    ...because(field, key, qualifiedName(key)),
    ...(typeof value === 'string' ? because(field, value, labelValue(value)) : []),
  ]);
}

/** One look at metadata: as that of an update, as that of a new object, or at its labels, annotations and owners alone. */
export type MetadataCheck = 'create' | 'labels' | 'update';
/** The real server looks several times at what is updated, and tells what it finds each time: so often for most kinds. */
const LOOKS: readonly MetadataCheck[] = ['update', 'update', 'create', 'create'];

export function metadataCauses(
  { served, object: { metadata }, old }: ValidationRequest,
  nameRule: NameRule = dnsSubdomain,
  looks: readonly MetadataCheck[] = LOOKS,
): readonly FailureCause[] {
  const worn = [
    ...labelCauses(isJsonObject(metadata.labels) ? metadata.labels : undefined, 'metadata.labels'),
    ...annotationCauses(metadata),
    ...ownerCauses(metadata),
  ];
  const fresh = finalizerCauses(metadata, served.schema.custom);
  if (!old) return [...bornCauses(metadata, nameRule, served.resource.namespaced), ...worn, ...fresh];
  const fixed = fixedCauses(metadata, old);
  return looks.flatMap((look) => [...(look === 'update' ? fixed : []), ...worn, ...(look === 'create' ? fresh : [])]);
}

function bornCauses({ name = '', generateName = '', namespace = '' }: StoredMeta, rule: NameRule, namespaced: boolean): FailureCause[] {
  const prefix = generateName.replace(/-$/, 'a'); // a suffix follows
  return [
    ...(generateName === '' ? [] : because('metadata.generateName', generateName, rule(prefix))),
    ...(name === '' ? [required('metadata.name', 'name or generateName is required')] : because('metadata.name', name, rule(name))),
    ...(namespaced && namespace !== '' ? because('metadata.namespace', namespace, dnsLabel(namespace)) : []),
  ];
}

const FIXED = ['name', 'namespace', 'uid', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds'] as const;

/** What an update may not touch. */
function fixedCauses(metadata: StoredMeta, { metadata: before }: StoredObject): FailureCause[] {
  const isGoing = before.deletionTimestamp !== undefined;
  const added = (metadata.finalizers ?? []).filter((name) => !(before.finalizers ?? []).includes(name)).sort((a, b) => (a < b ? -1 : 1));
  return [
    ...(isGoing && added.length > 0
      ? [
          forbidden(
            'metadata.finalizers',
            `no new finalizers can be added if the object is being deleted, found new finalizers []string{${added.map((name) => JSON.stringify(name)).join(', ')}}`,
          ),
        ]
      : []),
    ...FIXED.filter((field) => !equal(metadata[field] ?? null, before[field] ?? null)).map((field) =>
      invalidValue(`metadata.${field}`, metadata[field] ?? null, 'field is immutable'),
    ),
  ];
}

function annotationCauses({ annotations }: StoredMeta): FailureCause[] {
  const entries = Object.entries(objectOrEmpty(annotations));
  const size = entries.reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(shown(value)), 0);
  return [
    ...entries.flatMap(([key]) => because('metadata.annotations', key, qualifiedName(key.toLowerCase()))),
    ...(size > MOST_ANNOTATION_BYTES
      ? [
          {
            reason: 'FieldValueTooLong',
            message: `Too long: may not be more than ${MOST_ANNOTATION_BYTES} bytes`,
            field: 'metadata.annotations',
          },
        ]
      : []),
  ];
}

function ownerCauses(metadata: StoredMeta): FailureCause[] {
  const owners = objectsAt(metadata, 'ownerReferences');
  const empty = owners.flatMap((owner) => [
    ...(textAt(owner, 'apiVersion') === '' ? [invalidValue('metadata.ownerReferences.apiVersion', '', 'version must not be empty')] : []),
    ...['kind', 'name', 'uid']
      .filter((field) => textAt(owner, field) === '')
      .map((field) => invalidValue(`metadata.ownerReferences.${field}`, '', 'must not be empty')),
  ]);
  const [first, second] = owners.filter(({ controller }) => controller === true);
  if (!first || !second) return empty;
  const named = [first, second].map((owner) => `${textAt(owner, 'kind')}/${textAt(owner, 'name')}`).join(' and ');
  return [
    ...empty,
    invalidValue(
      'metadata.ownerReferences',
      owners,
      `Only one reference can have Controller set to true. Found "true" in references for ${named}`,
    ),
  ];
}

/** Kubernetes' own names are standard; all others need a prefix, but for those on custom resources. */
function finalizerCauses(metadata: StoredMeta, custom: boolean): FailureCause[] {
  return listAt(metadata, 'finalizers').flatMap((name, at) => {
    if (typeof name !== 'string') return [];
    const problems = because('metadata.finalizers', name, qualifiedName(name));
    const isBare = !name.includes('/') && !STANDARD_FINALIZERS.has(name) && !custom;
    return problems.length === 0 && isBare
      ? [invalidValue(`metadata.finalizers[${at}]`, name, 'name is neither a standard finalizer name nor is it fully qualified')]
      : problems;
  });
}
