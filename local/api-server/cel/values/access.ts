import { CelError, noSuchOverload } from './cel-error.ts';
import {
  adopt,
  Double,
  entryOf,
  isListValue,
  keyShown,
  isMapValue,
  Optional,
  typeNameOf,
  Uint,
  type ListValue,
  type Value,
} from './value.ts';

function indexIn(index: Value): number {
  const number = typeof index === 'bigint' ? Number(index) : index instanceof Uint || index instanceof Double ? Number(index.value) : NaN;
  if (Number.isNaN(number)) throw new CelError(`unsupported index type '${typeNameOf(index)}' in list`);
  if (!Number.isInteger(number)) throw new CelError(`unsupported index value ${keyShown(index)} in list`);
  return number;
}

const itemAt = (list: ListValue, index: Value): Value | undefined => {
  const at = indexIn(index);
  return at >= 0 && at < list.length ? adopt(list[at]) : undefined;
};

/** What a container holds under a key; undefined where it holds nothing there, or is not a container. */
function heldBy(container: Value, key: Value): Value | undefined {
  if (isMapValue(container)) return entryOf(container, key);
  if (isListValue(container)) return itemAt(container, key);
  return undefined;
}

/** `container.key`, `container[key]`; through an optional, an optional. */
export function qualify(container: Value, key: Value): Value {
  if (container instanceof Optional) return qualifyOptional(container, key);
  const held = heldBy(container, key);
  if (held !== undefined) return held;
  throw new CelError(isListValue(container) ? `index out of bounds: ${keyShown(key)}` : `no such key: ${keyShown(key)}`);
}

/** `container.?key`, `container[?key]`. */
export function qualifyOptional(container: Value, key: Value): Optional {
  const inner = container instanceof Optional ? container.value : container;
  return inner === undefined ? new Optional() : new Optional(heldBy(inner, key));
}

/** `has(container.key)`. */
export function isPresent(container: Value, key: string): boolean {
  if (container instanceof Optional) return container.value !== undefined && isPresent(container.value, key);
  if (isMapValue(container)) return entryOf(container, key) !== undefined;
  if (isListValue(container)) throw new CelError("unsupported index type 'string' in list");
  return false;
}

/** The value as a truth; throws where it is none. */
export function truth(value: Value): boolean {
  if (typeof value !== 'boolean') throw noSuchOverload();
  return value;
}
