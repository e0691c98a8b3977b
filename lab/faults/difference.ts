import { isRecord } from '../../ground/json/json.ts';
import type { StoreChange } from '../../local/api-server/store/store.ts';

/** What is another one each time, and no difference that anybody made. */
const VOLATILE: ReadonlySet<string> = new Set([
  'managedFields',
  'resourceVersion',
  'generation',
  'observedGeneration',
  'uid',
  'creationTimestamp',
]);
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;

/** What changes did, as text: the same for two that did the same. */
export const differenceOf = (changes: readonly StoreChange[]): string =>
  JSON.stringify(
    changes.map(({ type, object, previous }) =>
      type === 'MODIFIED'
        ? [type, ...differences(previous, object, '')]
        : type === 'ADDED'
          ? [type, ...differences({}, object, '')]
          : [type],
    ),
  );

function differences(before: unknown, after: unknown, path: string): readonly unknown[] {
  if (isRecord(before) && isRecord(after))
    return [...new Set([...Object.keys(before), ...Object.keys(after)])]
      .filter((field) => !VOLATILE.has(field))
      .sort()
      .flatMap((field) => differences(before[field], after[field], `${path}/${field}`));
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (typeof after === 'string' && TIME.test(after)) return [];
  return [[path, after ?? null]];
}
