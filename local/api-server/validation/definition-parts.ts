import { isJsonObject, type JsonObject } from '../../../ground/json/json.ts';
import { objectAt, textAt } from '../../../ground/json/read-json.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import { duplicate, invalidValue, required, tooMany } from './cause.ts';

const COLUMN_TYPES = ['boolean', 'date', 'integer', 'number', 'string'];
const COLUMN_FORMATS = ['byte', 'date', 'date-time', 'double', 'float', 'int32', 'int64', 'password'];
const MOST_WARNING = 256;
const MOST_SELECTABLE = 8;

export function deprecationCauses({ deprecated, deprecationWarning: warning }: JsonObject, path: string): readonly FailureCause[] {
  if (typeof warning !== 'string') return [];
  const problems = deprecated === true ? warningProblems(warning) : ['can only be set for deprecated versions'];
  return problems.map((problem) => invalidValue(`${path}.deprecationWarning`, warning, problem));
}

function warningProblems(warning: string): readonly string[] {
  const unprintable = /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/u.exec(warning);
  const at = unprintable === null ? 0 : Buffer.byteLength(warning.slice(0, unprintable.index));
  return [
    ...(Buffer.byteLength(warning) > MOST_WARNING ? [`must be <= ${MOST_WARNING} characters long`] : []),
    ...(warning === '' ? ['must not be an empty string'] : []),
    ...(unprintable === null ? [] : [`must only contain printable UTF-8 characters; non-printable character found at index ${at}`]),
  ];
}

export function columnCauses(column: JsonObject, path: string): readonly FailureCause[] {
  const [type, format] = [textAt(column, 'type'), textAt(column, 'format')];
  const types = `must be one of ${COLUMN_TYPES.join(',')}`;
  return [
    ...(textAt(column, 'name') === '' ? [required(`${path}.name`)] : []),
    ...(type === '' ? [required(`${path}.type`, types)] : COLUMN_TYPES.includes(type) ? [] : [invalidValue(`${path}.type`, type, types)]),
    ...(format === '' || COLUMN_FORMATS.includes(format)
      ? []
      : [invalidValue(`${path}.format`, format, `must be one of ${COLUMN_FORMATS.join(',')}`)]),
    ...pathCauses(textAt(column, 'jsonPath'), `${path}.JSONPath`, [], ''),
  ];
}

export function scalePathCauses(scale: JsonObject | undefined, path: string): readonly FailureCause[] {
  if (!scale) return [];
  const selector = textAt(scale, 'labelSelectorPath');
  return [
    ...pathCauses(textAt(scale, 'specReplicasPath'), `${path}.specReplicasPath`, ['.spec.'], 'under .spec'),
    ...pathCauses(textAt(scale, 'statusReplicasPath'), `${path}.statusReplicasPath`, ['.status.'], 'under .status'),
    ...(selector === '' ? [] : pathCauses(selector, `${path}.labelSelectorPath`, ['.spec.', '.status.'], 'under either .spec or .status')),
  ];
}

/** `under`: where it has to lead; anywhere, where that is empty. */
function pathCauses(jsonPath: string, path: string, under: readonly string[], told: string): readonly FailureCause[] {
  if (jsonPath === '') return [required(path)];
  if (!jsonPath.startsWith('.')) return [invalidValue(path, jsonPath, 'must be a simple json path starting with .')];
  return under.length === 0 || under.some((start) => jsonPath.startsWith(start))
    ? []
    : [invalidValue(path, jsonPath, `should be a json path ${told}`)];
}

export function selectableCauses(fields: readonly JsonObject[], schema: JsonObject | undefined, path: string): readonly FailureCause[] {
  if (fields.length > 0 && !schema) return [invalidValue(path, '', 'may only be set when validations.schema is included')];
  const known = new Set<string>();
  const causes = fields.flatMap((field, at) => {
    const [place, jsonPath] = [`${path}[${at}].jsonPath`, textAt(field, 'jsonPath')];
    if (jsonPath === '') return [required(place)];
    const found = selected(jsonPath, schema ?? {});
    if (typeof found === 'string') return [invalidValue(place, jsonPath, `is an invalid path: ${found}`)];
    const isTwice = known.has(jsonPath);
    known.add(jsonPath);
    return [
      ...(jsonPath.startsWith('.metadata.') ? [invalidValue(place, jsonPath, 'must not point to fields in metadata')] : []),
      ...(['boolean', 'integer', 'string'].includes(textAt(found, 'type')) ? [] : [invalidValue(place, jsonPath, NOT_PLAIN)]),
      ...(isTwice ? [duplicate(place, jsonPath)] : []),
    ];
  });
  return known.size > MOST_SELECTABLE ? [...causes, tooMany(path, known.size, MOST_SELECTABLE)] : causes;
}

const NOT_PLAIN = 'must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.';

/** The schema of the field that a path names, or why there is none. */
function selected(jsonPath: string, schema: JsonObject): JsonObject | string {
  if (!jsonPath.startsWith('.')) return `expected [ or . but got: ${/^[^.[\]]*/.exec(jsonPath)?.[0] ?? ''}`;
  let here = schema;
  for (const name of jsonPath.slice(1).split('.')) {
    if (name.includes('[')) return 'array notation is not allowed';
    const next = objectAt(here, 'properties')?.[name];
    if (!isJsonObject(next)) return 'does not refer to a valid field';
    here = next;
  }
  return here;
}
