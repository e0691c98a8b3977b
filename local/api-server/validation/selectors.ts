import type { JsonObject } from '../../../ground/json/json.ts';
import { listAt, objectAt, objectsAt, textAt } from '../../../ground/json/read-json.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import { forbidden, invalidValue, required } from './cause.ts';
import { labelCauses } from './metadata.ts';
import { labelValue, qualifiedName } from './names.ts';

const NEEDS_VALUES: ReadonlySet<string> = new Set(['In', 'NotIn']);
const TAKES_NONE: ReadonlySet<string> = new Set(['Exists', 'DoesNotExist']);

/** What is wrong with a label selector. */
export function selectorCauses(selector: JsonObject | undefined, path: string): readonly FailureCause[] {
  const expressions = objectsAt(selector, 'matchExpressions').flatMap((expression, at) =>
    expressionCauses(expression, `${path}.matchExpressions[${at}]`),
  );
  return [...labelCauses(objectAt(selector, 'matchLabels'), `${path}.matchLabels`), ...expressions];
}

function expressionCauses(expression: JsonObject, path: string): FailureCause[] {
  const [key, operator, values] = [textAt(expression, 'key'), textAt(expression, 'operator'), listAt(expression, 'values')];
  return [
    ...(NEEDS_VALUES.has(operator) && values.length === 0
      ? [required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'")]
      : []),
    ...(TAKES_NONE.has(operator) && values.length > 0
      ? [forbidden(`${path}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")]
      : []),
    ...(NEEDS_VALUES.has(operator) || TAKES_NONE.has(operator)
      ? []
      : [invalidValue(`${path}.operator`, operator, 'not a valid selector operator')]),
    ...qualifiedName(key).map((problem) => invalidValue(`${path}.key`, key, problem)),
    ...values.flatMap((value, at) =>
      typeof value === 'string' ? labelValue(value).map((problem) => invalidValue(`${path}.values[${at}]`, value, problem)) : [],
    ),
  ];
}

/** As Go writes a map: by its keys. */
export const shownLabels = (labels: JsonObject | undefined): JsonObject | null =>
  labels === undefined ? null : Object.fromEntries(Object.entries(labels).sort(([one], [other]) => (one < other ? -1 : 1)));

export const shownSelector = (selector: JsonObject | undefined): JsonObject | null => {
  const labels = objectAt(selector, 'matchLabels');
  return selector === undefined ? null : { ...selector, ...(labels && { matchLabels: shownLabels(labels) }) };
};

export const isEmptySelector = (selector: JsonObject | undefined): boolean =>
  Object.keys(objectAt(selector, 'matchLabels') ?? {}).length === 0 && listAt(selector, 'matchExpressions').length === 0;

/** Whether a selector picks an object with these labels. */
export function picks(selector: JsonObject | undefined, labels: JsonObject): boolean {
  const equal = Object.entries(objectAt(selector, 'matchLabels') ?? {}).every(([key, value]) => labels[key] === value);
  return (
    equal &&
    objectsAt(selector, 'matchExpressions').every((expression) => {
      const held = labels[textAt(expression, 'key')];
      const among = held !== undefined && listAt(expression, 'values').includes(held);
      switch (textAt(expression, 'operator')) {
        case 'In':
          return among;
        case 'NotIn':
          return !among;
        case 'Exists':
          return held !== undefined;
        default:
          return held === undefined;
      }
    })
  );
}
