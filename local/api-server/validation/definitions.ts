import type { JsonObject } from '../../../ground/json/json.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import { listAt, objectAt, objectsAt, textAt } from '../../../ground/json/read-json.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import type { CustomRules } from '../contracts/validating.ts';
import { invalidValue, notSupported, required } from './cause.ts';
import { dns1035Label, dnsSubdomain, type NameRule } from './names.ts';
import { structuralCauses } from './structural-schema.ts';

const COLUMN_TYPES = ['boolean', 'date', 'integer', 'number', 'string'];
const SIMPLE_PATH = /^(\.|\[)/;

/** What is wrong with a CustomResourceDefinition, besides its metadata. */
export function definitionCauses(definition: StoredObject, rules?: CustomRules): readonly FailureCause[] {
  const spec = objectAt(definition, 'spec');
  const [group, names, versions] = [textAt(spec, 'group'), objectAt(spec, 'names'), objectsAt(spec, 'versions')];
  const expected = `${textAt(names, 'plural')}.${group}`;
  return [
    ...(definition.metadata.name === expected
      ? []
      : [invalidValue('metadata.name', definition.metadata.name ?? '', 'must be spec.names.plural+"."+spec.group')]),
    ...groupCauses(group),
    ...scopeCauses(textAt(spec, 'scope')),
    ...versions.flatMap((version, at) => versionCauses(version, at, versions.length === 1, rules)),
    ...versionsCauses(versions),
    ...nameCauses(names),
    ...storedCauses(definition, versions),
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
  const told = versions.map((version) => ({
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
  return [
    ...(new Set(names).size < names.length ? [invalidValue('spec.versions', told, 'must contain unique version names')] : []),
    ...(versions.filter(({ storage }) => storage === true).length === 1
      ? []
      : [invalidValue('spec.versions', told, 'must have exactly one version marked as storage version')]),
  ];
}

/** A schema of the only version is told of as `spec.validation`, as it once was. */
function versionCauses(version: JsonObject, at: number, isOnly: boolean, rules: CustomRules | undefined): readonly FailureCause[] {
  const path = `spec.versions[${at}]`;
  const name = textAt(version, 'name');
  const schema = objectAt(objectAt(version, 'schema'), 'openAPIV3Schema');
  const place = isOnly ? 'spec.validation.openAPIV3Schema' : `${path}.schema.openAPIV3Schema`;
  const wrong = dns1035Label(name);
  const structural = schema ? structuralCauses(schema, place) : [required(`${path}.schema.openAPIV3Schema`)];
  return [
    ...(wrong.length > 0
      ? [`${path}.name`, ...(isOnly ? ['spec.version'] : [])].map((field) => invalidValue(field, name, wrong.join(',')))
      : []),
    ...structural,
    ...(schema && rules ? rules.bad(schema, place, structural.length === 0) : []),
    ...objectsAt(version, 'additionalPrinterColumns').flatMap((column, index) =>
      columnCauses(column, isOnly ? `spec.additionalPrinterColumns[${index}]` : `${path}.additionalPrinterColumns[${index}]`),
    ),
  ];
}

function columnCauses(column: JsonObject, path: string): readonly FailureCause[] {
  const [name, type, jsonPath] = [textAt(column, 'name'), textAt(column, 'type'), textAt(column, 'jsonPath')];
  return [
    ...(name === '' ? [required(`${path}.name`)] : []),
    ...(type === ''
      ? [required(`${path}.type`, `must be one of ${COLUMN_TYPES.join(',')}`)]
      : COLUMN_TYPES.includes(type)
        ? []
        : [invalidValue(`${path}.type`, type, `must be one of ${COLUMN_TYPES.join(',')}`)]),
    ...(jsonPath === ''
      ? [required(`${path}.JSONPath`)]
      : SIMPLE_PATH.test(jsonPath)
        ? []
        : [invalidValue(`${path}.JSONPath`, jsonPath, 'must be a simple json path starting with .')]),
  ];
}

function nameCauses(names: JsonObject | undefined): readonly FailureCause[] {
  const check = (field: string, rule: NameRule, mixedCase: boolean): readonly FailureCause[] => {
    const name = textAt(names, field);
    if (name === '') return [required(`spec.names.${field}`)];
    const wrong = rule(mixedCase ? name.toLowerCase() : name);
    return wrong.length === 0
      ? []
      : [
          invalidValue(
            `spec.names.${field}`,
            name,
            `${mixedCase ? 'may have mixed case, but should otherwise match: ' : ''}${wrong.join(',')}`,
          ),
        ];
  };
  const shorts = listAt(names, 'shortNames').flatMap((name, at) => {
    const wrong = typeof name === 'string' ? dns1035Label(name) : [];
    return wrong.length > 0 ? [invalidValue(`spec.names.shortNames[${at}]`, name, wrong.join(','))] : [];
  });
  const kind = textAt(names, 'kind');
  const clash =
    kind !== '' && kind === textAt(names, 'listKind')
      ? [invalidValue('spec.names.listKind', kind, 'kind and listKind may not be the same')]
      : [];
  return [
    ...check('plural', dns1035Label, false),
    ...check('singular', dns1035Label, false),
    ...check('kind', dns1035Label, true),
    ...check('listKind', dns1035Label, true),
    ...shorts,
    ...clash,
  ];
}

function storedCauses(definition: StoredObject, versions: readonly JsonObject[]): readonly FailureCause[] {
  const stored = listAt(objectAt(definition, 'status'), 'storedVersions');
  if (stored.length > 0) return [];
  return versions.some(({ storage }) => storage === true)
    ? []
    : [invalidValue('status.storedVersions', null, 'must have at least one stored version')];
}
