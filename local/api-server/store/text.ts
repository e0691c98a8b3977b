import type { StoredObject } from '../contracts/kube-object.ts';

// A version of an object never changes, so that its text is made once, however many watches and lists carry it.
const texts = new WeakMap<StoredObject, string>();

export function textOf(object: StoredObject): string {
  const known = texts.get(object);
  if (known !== undefined) return known;
  const { kind, apiVersion, ...rest } = object; // these two first: itemTextOf leaves them away
  const text = JSON.stringify({ kind, apiVersion, ...rest });
  texts.set(object, text);
  return text;
}

/** As an item of a list of its kind: the list says kind and version for all of them. */
export function itemTextOf(object: StoredObject): string {
  const head = `{"kind":${JSON.stringify(object.kind)},"apiVersion":${JSON.stringify(object.apiVersion)},`;
  return `{${textOf(object).slice(head.length)}`;
}
