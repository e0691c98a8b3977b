import { differingPaths } from '../ground/json/differing-paths.ts';
import { FIELDS_OF_THE_SERVER } from '../kube/objects/fields-of-the-server.ts';
import type { ObjectStore, StoreChange } from '../local/api-server/store/store.ts';

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
    const now = differingPaths(previous, object, { except: FIELDS_OF_THE_SERVER }).paths;
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
