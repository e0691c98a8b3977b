import { equal } from '../../../ground/json/equal.ts';
import { isRecord } from '../../../ground/json/json.ts';
import type { KubeObject } from '../../../kube/objects/resource.ts';
import { digestOf } from './digest.ts';

/** As the API server keeps them in managedFields: `f:spec`, `k:{"name":"web"}`, `v:"a"`, and `.` for the thing itself. */
type FieldsV1 = Readonly<Record<string, unknown>>;

/** An object with what it says of this manager's own fields, and of nobody else's. */
export const withOwnFields =
  (manager: string) =>
  <T extends KubeObject>(object: T): T => {
    const { managedFields, ...metadata } = object.metadata ?? {};
    const own = managedFields?.filter((entry) => isOwn(entry, manager));
    return own === undefined ? object : { ...object, metadata: { ...metadata, managedFields: own } };
  };

/** A digest of what a manager has applied of an object, as it is now: whatever the server made of it is as good as what was sent. */
export function ownedDigest(object: KubeObject, manager: string): string {
  const fields = object.metadata?.managedFields?.filter((entry) => isOwn(entry, manager)).map(({ fieldsV1 }) => fieldsV1) ?? [];
  return digestOf(fields.map((each) => ownedPart(object, each)));
}

export const isOwn = (
  entry: { readonly manager?: string; readonly operation?: string; readonly subresource?: string },
  manager: string,
): boolean => entry.manager === manager && entry.operation === 'Apply' && (entry.subresource ?? '') === '';

/** Of a value, what these fields say: the names go along, so that a field that is lost is seen as well. */
function ownedPart(value: unknown, fields: unknown): unknown {
  const names = isRecord(fields) ? Object.keys(fields).filter((name) => name !== '.') : [];
  if (names.length === 0) return isRecord(fields) && '.' in fields ? value !== undefined : value;
  return Object.fromEntries(names.map((name) => [name, ownedPart(valueAt(value, name), (fields as FieldsV1)[name])]));
}

function valueAt(value: unknown, name: string): unknown {
  const [sort, rest] = [name.slice(0, 2), name.slice(2)];
  if (sort === 'f:') return isRecord(value) && Object.hasOwn(value, rest) ? value[rest] : undefined;
  if (!Array.isArray(value)) return undefined;
  const wanted: unknown = JSON.parse(rest);
  if (sort === 'v:') return value.find((item) => equal(item, wanted));
  return value.find((item) => isRecord(item) && isRecord(wanted) && Object.entries(wanted).every(([key, held]) => equal(item[key], held)));
}
