import { isRecord } from '../ground/json/json.ts';
import type { ObjectStore, StoreChange } from '../local/api-server/store/store.ts';

/** What is another one with each write, whoever writes. */
const OF_THE_SERVER: ReadonlySet<string> = new Set(['managedFields', 'resourceVersion', 'generation']);
/** An object that was changed less often than that has not been changed again and again. */
const AGAIN_AND_AGAIN = 10;

/** Which fields are changed again and again, from when it is begun. */
export interface ChangingFields {
  begin(): void;
  /** Of each object the fields that every change has changed: `status.checkedAt of websites.example.com shop/hello`. */
  end(): readonly string[];
}

export function createChangingFields(store: Pick<ObjectStore, 'subscribe'>): ChangingFields {
  const seen = new Map<string, { times: number; fields: readonly string[] }>();
  const note = ({ type, collection, key, previous, object }: StoreChange): void => {
    if (type !== 'MODIFIED') return;
    const name = `${collection} ${key.replace(/^\//, '')}`;
    const now = changedFields(previous, object);
    const { times, fields } = seen.get(name) ?? { times: 0, fields: now };
    seen.set(name, { times: times + 1, fields: fields.filter((field) => now.includes(field)) });
  };
  let stop: (() => void) | undefined;
  return {
    begin: () => void (stop ??= store.subscribe(note)),
    end() {
      stop?.();
      stop = undefined;
      const again = [...seen].filter(([, { times }]) => times >= AGAIN_AND_AGAIN);
      seen.clear();
      return again.flatMap(([name, { fields }]) => (fields.length === 0 ? [] : [`${fields.join(' and ')} of ${name}`]));
    },
  };
}

function changedFields(before: unknown, after: unknown, path: readonly string[] = []): readonly string[] {
  if (isRecord(before) && isRecord(after))
    return [...new Set([...Object.keys(before), ...Object.keys(after)])]
      .filter((field) => !OF_THE_SERVER.has(field))
      .flatMap((field) => changedFields(before[field], after[field], [...path, field]));
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [path.join('.')];
}
