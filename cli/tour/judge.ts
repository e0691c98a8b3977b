import { isRecord } from '../../ground/json/json.ts';
import type { KubeObject } from '../../kube/objects/resource.ts';
import type { Condition, Key, TourSight } from './sight.ts';

/** Whether it is so; if not, what is there instead. */
export type SightVerdict = { readonly seen: true } | { readonly seen: false; readonly instead: string };

/** `before`: the uids of what there was when the chapter was begun. */
export function judge({ query, condition }: TourSight, objects: readonly KubeObject[], before: readonly string[]): SightVerdict {
  const none = objects.length === 0;
  if (condition.is === 'count')
    return objects.length === condition.value ? SEEN : instead(`${query}: there ${are(objects.length)}, and not ${condition.value}`);
  if (condition.is === 'new') {
    const isNew = objects.some(({ metadata }) => metadata?.uid !== undefined && !before.includes(metadata.uid));
    return isNew ? SEEN : instead(none ? `${query}: there are none` : `${query}: all of them were there before`);
  }
  if (none) return instead(`${query}: there are none`);
  const found = objects.map((object) => textAt(object, condition.path));
  if (found.some((text) => holds(condition, text))) return SEEN;
  return instead(`${query}: ${pathText(condition.path)} is ${[...new Set(found)].map((text) => text ?? 'not set').join(' or ')}`);
}

const SEEN: SightVerdict = { seen: true };
const instead = (text: string): SightVerdict => ({ seen: false, instead: text });
const are = (count: number): string => (count === 1 ? 'is 1' : `are ${count}`);

function holds(condition: Extract<Condition, { readonly path: unknown }>, text: string | undefined): boolean {
  switch (condition.is) {
    case 'set':
      return text !== undefined;
    case 'unset':
      return text === undefined;
    case 'equal':
      return text === condition.value;
    case 'unequal':
      return text !== condition.value;
    case 'least':
      return Number(text ?? Number.NaN) >= Number(condition.value);
  }
}

/** Undefined where there is nothing; what is not a text, as JSON. */
function textAt(object: unknown, path: readonly Key[]): string | undefined {
  let value: unknown = object;
  for (const key of path) value = at(value, key);
  return value === undefined || value === null ? undefined : typeof value === 'string' ? value : JSON.stringify(value);
}

function at(value: unknown, key: Key): unknown {
  if (Array.isArray(value))
    return typeof key === 'string' ? value[Number(key)] : value.find((item) => isRecord(item) && String(item[key.field]) === key.value);
  return isRecord(value) && typeof key === 'string' && Object.hasOwn(value, key) ? value[key] : undefined;
}

const pathText = (path: readonly Key[]): string =>
  path
    .map((key) => (typeof key !== 'string' ? `[${key.field}=${key.value}]` : /[./]/.test(key) ? `[${key}]` : `.${key}`))
    .join('')
    .replace(/^\./, '');
