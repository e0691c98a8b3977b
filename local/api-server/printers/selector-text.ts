import type { JsonObject } from '../../../ground/json/json.ts';
import { listAt, objectAt, objectsAt, shown, textAt } from '../../../ground/json/read-json.ts';

const byKey = (left: readonly [string, string], right: readonly [string, string]) => (left[0] < right[0] ? -1 : left[0] > right[0] ? 1 : 0);

/** `a=b,c=d`; `<none>` where there are no labels. */
export function labelsText(labels: JsonObject | undefined): string {
  const pairs = Object.entries(labels ?? {}).map(([key, value]) => [key, `${key}=${shown(value)}`] as const);
  return (
    pairs
      .toSorted(byKey)
      .map(([, pair]) => pair)
      .join(',') || '<none>'
  );
}

/** A label selector on one line: `a=b,c in (d,e),!f`; empty where it selects everything. */
export function selectorText(selector: JsonObject | undefined): string {
  const equal = Object.entries(objectAt(selector, 'matchLabels') ?? {}).map(([key, value]) => [key, `${key}=${shown(value)}`] as const);
  const others = objectsAt(selector, 'matchExpressions').map((expression) => [textAt(expression, 'key'), requirement(expression)] as const);
  return [...equal, ...others]
    .sort(byKey)
    .map(([, words]) => words)
    .join(',');
}

function requirement(expression: JsonObject): string {
  const key = textAt(expression, 'key');
  const values = listAt(expression, 'values')
    .map(shown)
    .sort((a, b) => (a < b ? -1 : 1))
    .join(',');
  switch (textAt(expression, 'operator')) {
    case 'In':
      return `${key} in (${values})`;
    case 'NotIn':
      return `${key} notin (${values})`;
    case 'DoesNotExist':
      return `!${key}`;
    default:
      return key;
  }
}

export const selectorOrNone = (selector: JsonObject | undefined): string => selectorText(selector) || '<none>';
