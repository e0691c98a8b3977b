import { textOrEmpty, type JsonObject } from '../../../ground/json/json.ts';
import { equal } from '../../../ground/json/equal.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import { listAt, objectAt, objectsAt, textAt } from '../../../ground/json/read-json.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import type { CustomRules } from '../contracts/validating.ts';
import { invalidValue, notSupported, required } from './cause.ts';
import { approvalCauses } from './definition-approval.ts';
import { missingNames, namesCauses } from './definition-names.ts';
import { columnCauses, deprecationCauses, scalePathCauses, selectableCauses } from './definition-parts.ts';
import { dns1035Label, dnsSubdomain } from './names.ts';
import { structuralCauses } from './structural-schema.ts';

/** What is wrong with a CustomResourceDefinition, besides its metadata; `old` where it replaces one. */
export function definitionCauses(definition: StoredObject, rules?: CustomRules, old?: StoredObject): readonly FailureCause[] {
  const spec = objectAt(definition, 'spec');
  const [group, names, versions] = [textAt(spec, 'group'), objectAt(spec, 'names'), objectsAt(spec, 'versions')];
  const expected = `${textAt(names, 'plural')}.${group}`;
  const shared = sharedParts(versions);
  const [first] = versions;
  return [
    ...(old !== undefined || definition.metadata.name === expected
      ? []
      : [invalidValue('metadata.name', definition.metadata.name ?? '', 'must be spec.names.plural+"."+spec.group')]),
    ...groupCauses(group),
    ...scopeCauses(textAt(spec, 'scope')),
    ...versions.flatMap((version, at) => (schemaOf(version) ? [] : [required(`spec.versions[${at}].schema.openAPIV3Schema`)])),
    ...versions.flatMap((version, at) => versionCauses(version, `spec.versions[${at}]`, shared, rules)),
    ...versionsCauses(versions),
    ...(first ? versionNameCauses(textAt(first, 'name'), 'spec.version') : []),
    ...missingNames(names),
    ...namesCauses(names),
    ...(first ? PARTS.filter((part) => shared.has(part)).flatMap((part) => partCauses(part, first, SHARED_AT[part], rules)) : []),
    ...changeCauses(spec, old),
    ...storedCauses(definition, versions),
    ...approvalCauses(definition, group, old),
    ...preservationCauses(spec, old),
  ];
}

function groupCauses(group: string): readonly FailureCause[] {
  if (group === '') return [required('spec.group')];
  const wrong = dnsSubdomain(group);
  if (wrong.length > 0) return [invalidValue('spec.group', group, wrong.join(','))];
  return group.includes('.') ? [] : [invalidValue('spec.group', group, 'should be a domain with at least one dot')];
}

function scopeCauses(scope: string): readonly FailureCause[] {
  if (scope === '') return [required('spec.scope')];
  return scope === 'Cluster' || scope === 'Namespaced' ? [] : [notSupported('spec.scope', scope, ['Cluster', 'Namespaced'])];
}

function versionsCauses(versions: readonly JsonObject[]): readonly FailureCause[] {
  const names = versions.map((version) => textAt(version, 'name'));
  const shown = versions.map((version) => ({
    Name: textAt(version, 'name'),
    Served: version['served'] === true,
    Storage: version['storage'] === true,
    Deprecated: version['deprecated'] === true,
    DeprecationWarning: null,
    Schema: null,
    Subresources: null,
    AdditionalPrinterColumns: null,
    SelectableFields: null,
  }));
  const told = shown.length === 0 ? null : shown;
  return [
    ...(new Set(names).size < names.length ? [invalidValue('spec.versions', told, 'must contain unique version names')] : []),
    ...(versions.filter(({ storage }) => storage === true).length === 1
      ? []
      : [invalidValue('spec.versions', told, 'must have exactly one version marked as storage version')]),
  ];
}

const versionNameCauses = (name: string, path: string): readonly FailureCause[] => {
  const wrong = dns1035Label(name);
  return wrong.length > 0 ? [invalidValue(path, name, wrong.join(','))] : [];
};

/** What a version has that could also be said once, for all of them. */
const PARTS = ['schema', 'subresources', 'additionalPrinterColumns', 'selectableFields'] as const;
type Part = (typeof PARTS)[number];

/** What is the same in all versions is told of at the top, where it once stood. */
const SHARED_AT: Readonly<Record<Part, string>> = {
  schema: 'spec.validation',
  subresources: 'spec.subresources',
  additionalPrinterColumns: 'spec.additionalPrinterColumns',
  selectableFields: 'spec.selectableFields',
};

const sharedParts = (versions: readonly JsonObject[]): ReadonlySet<Part> =>
  new Set(PARTS.filter((part) => versions.every((version) => equal(version[part] ?? null, versions[0]?.[part] ?? null))));

const schemaOf = (version: JsonObject): JsonObject | undefined => objectAt(objectAt(version, 'schema'), 'openAPIV3Schema');

const versionCauses = (
  version: JsonObject,
  path: string,
  shared: ReadonlySet<Part>,
  rules: CustomRules | undefined,
): readonly FailureCause[] => [
  ...versionNameCauses(textAt(version, 'name'), `${path}.name`),
  ...deprecationCauses(version, path),
  ...PARTS.filter((part) => !shared.has(part)).flatMap((part) => partCauses(part, version, `${path}.${part}`, rules)),
];

function partCauses(part: Part, version: JsonObject, path: string, rules: CustomRules | undefined): readonly FailureCause[] {
  const schema = schemaOf(version);
  switch (part) {
    case 'schema': {
      if (!schema) return [];
      const place = `${path}.openAPIV3Schema`;
      const structural = structuralCauses(schema, place);
      return [...structural, ...(rules?.bad(schema, place, structural.length === 0) ?? [])];
    }
    case 'subresources':
      return scalePathCauses(objectAt(objectAt(version, part), 'scale'), `${path}.scale`);
    case 'additionalPrinterColumns':
      return objectsAt(version, part).flatMap((column, at) => columnCauses(column, `${path}[${at}]`));
    case 'selectableFields':
      return selectableCauses(objectsAt(version, part), schema, path);
  }
}

const isEstablished = (definition: StoredObject): boolean =>
  objectsAt(objectAt(definition, 'status'), 'conditions').some(({ type, status }) => type === 'Established' && status === 'True');

/** Objects are stored under these: they stay as they are. */
function changeCauses(spec: JsonObject | undefined, old: StoredObject | undefined): readonly FailureCause[] {
  if (old === undefined) return [];
  const before = objectAt(old, 'spec');
  const settled = (path: string, at: (spec: JsonObject | undefined) => string): readonly FailureCause[] =>
    at(spec) === at(before) ? [] : [invalidValue(path, at(spec), 'field is immutable')];
  return [
    ...(isEstablished(old)
      ? [
          ...settled('spec.scope', (each) => textAt(each, 'scope')),
          ...settled('spec.names.kind', (each) => textAt(objectAt(each, 'names'), 'kind')),
        ]
      : []),
    ...settled('spec.group', (each) => textAt(each, 'group')),
    ...settled('spec.names.plural', (each) => textAt(objectAt(each, 'names'), 'plural')),
  ];
}

function storedCauses(definition: StoredObject, versions: readonly JsonObject[]): readonly FailureCause[] {
  const stored = listAt(objectAt(definition, 'status'), 'storedVersions');
  const path = 'status.storedVersions';
  if (stored.length === 0) return [invalidValue(path, null, 'must have at least one stored version')];
  const left = new Set(stored);
  const unheld = versions.flatMap(({ name = '', storage }) =>
    !left.delete(name) && storage === true ? [invalidValue(path, stored, `must have the storage version ${textOrEmpty(name)}`)] : [],
  );
  return [
    ...unheld,
    ...[...left].map((version) => invalidValue(`${path}[${stored.indexOf(version)}]`, version, missingVersion(textOrEmpty(version)))),
  ];
}

const missingVersion = (version: string): string =>
  `missing from spec.versions; ${version} was previously a storage version, and must remain in spec.versions until a storage ` +
  `migration ensures no data remains persisted in ${version} and removes ${version} from status.storedVersions`;

const preservationCauses = (spec: JsonObject | undefined, old: StoredObject | undefined): readonly FailureCause[] =>
  spec?.['preserveUnknownFields'] !== true || objectAt(old, 'spec')?.['preserveUnknownFields'] === true
    ? []
    : [
        invalidValue(
          'spec.preserveUnknownFields',
          true,
          'cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead',
        ),
      ];
