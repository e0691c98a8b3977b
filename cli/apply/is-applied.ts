import { equal } from '../../ground/json/equal.ts';
import { isRecord } from '../../ground/json/json.ts';
import { isOwn } from '../../controllers/runtime/owning/owned-part.ts';
import type { KubeObject } from '../../kube/objects/resource.ts';

/**
 * Is it certain, without asking, that an apply would change nothing? By what the server notes of the last one: the manager owns exactly
 * the fields that are wished, and each is as it is wished. Where a value is written in another way than the server's, such as `1000m`
 * for `1`, this says no, and the server has to be asked.
 */
export function isApplied(live: KubeObject, wished: KubeObject, manager: string): boolean {
  const [entry, ...more] = live.metadata?.managedFields?.filter((each) => isOwn(each, manager)) ?? [];
  if (entry === undefined || more.length > 0 || entry.apiVersion !== wished.apiVersion) return false;
  const { apiVersion: _version, kind: _kind, metadata = {}, ...fields } = wished;
  const { name: _name, namespace: _namespace, ...noted } = metadata;
  return isAsNoted(Object.keys(noted).length > 0 ? { ...fields, metadata: noted } : fields, live, entry.fieldsV1);
}

/** What the server adds to a value that it holds as one, by the field that it is in. */
const ADDED: Readonly<Record<string, object>> = {
  fieldRef: { apiVersion: 'v1' },
  matchConstraints: { matchPolicy: 'Equivalent', namespaceSelector: {}, objectSelector: {} },
  matchResources: { matchPolicy: 'Equivalent', namespaceSelector: {}, objectSelector: {} },
  spec: { finalizers: ['kubernetes'] }, // of a Namespace
};

/** `fields` are as managedFields has them: `f:spec`, `k:{"name":"web"}`, `v:"a"`, and `.` for the thing itself. */
function isAsNoted(wished: unknown, live: unknown, fields: unknown, field = ''): boolean {
  const names = isRecord(fields) ? Object.keys(fields).filter((name) => name !== '.') : [];
  if (!isRecord(fields) || names.length === 0)
    return equal(wished, live) || (isRecord(wished) && Object.hasOwn(ADDED, field) && equal({ ...ADDED[field], ...wished }, live));
  if (Array.isArray(wished)) return Array.isArray(live) && itemsAreAsNoted(wished, live, fields, names);
  if (!isRecord(wished) || !isRecord(live)) return false;
  // An empty list is not kept where the server's own types leave it out.
  const told = Object.keys(wished).filter(
    (key) => !isEmptyList(wished[key]) || Object.hasOwn(fields, `f:${key}`) || Object.hasOwn(live, key),
  );
  return told.length === names.length && told.every((key) => isAsNoted(wished[key], live[key], fields[`f:${key}`], key));
}

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

/** Each item is noted once and stands there once, and they stand in this order. */
function itemsAreAsNoted(
  wished: readonly unknown[],
  live: readonly unknown[],
  fields: Readonly<Record<string, unknown>>,
  names: readonly string[],
): boolean {
  if (wished.length !== names.length) return false;
  const noted = names.map((name) => ({ name, key: keyIn(name) }));
  let last = -1;
  return wished.every((item) => {
    const [its, ...others] = noted.filter(({ key }) => key?.isOf(item));
    if (its?.key === undefined || others.length > 0) return false;
    const at = live.findIndex((each) => its.key?.isExactlyOf(each));
    const isInOrder = at > last;
    last = at;
    return isInOrder && isAsNoted(item, live[at], fields[its.name]);
  });
}

interface ItemKey {
  /** Of what is wished: a part of the key that it leaves out is the server's default. */
  isOf(item: unknown): boolean;
  isExactlyOf(item: unknown): boolean;
}

/** Undefined for what is not the name of an item. */
function keyIn(name: string): ItemKey | undefined {
  const key: unknown = name.startsWith('v:') || name.startsWith('k:') ? JSON.parse(name.slice(2)) : undefined;
  if (key === undefined) return undefined;
  if (name.startsWith('v:') || !isRecord(key)) {
    const isIt = (item: unknown): boolean => equal(item, key);
    return { isOf: isIt, isExactlyOf: isIt };
  }
  const parts = Object.entries(key);
  return {
    isOf: (item) => isRecord(item) && parts.every(([part, value]) => item[part] === undefined || equal(item[part], value)),
    isExactlyOf: (item) => isRecord(item) && parts.every(([part, value]) => equal(item[part], value)),
  };
}
