/** A type of CEL. `struct` has fields of its own (the environment knows them); `opaque` is known by its functions alone. */
export type CelType =
  | { readonly kind: Simple }
  | { readonly kind: 'list'; readonly params: readonly [CelType] }
  | { readonly kind: 'map'; readonly params: readonly [CelType, CelType] }
  | { readonly kind: 'type'; readonly params: readonly CelType[] }
  | { readonly kind: 'optional'; readonly params: readonly [CelType] }
  | { readonly kind: 'struct'; readonly name: string }
  | { readonly kind: 'param'; readonly name: string };

type Simple = 'bool' | 'bytes' | 'double' | 'duration' | 'dyn' | 'error' | 'int' | 'null' | 'string' | 'timestamp' | 'uint';

const simple = (kind: Simple): CelType => ({ kind });

export const BOOL = simple('bool');
export const BYTES = simple('bytes');
export const DOUBLE = simple('double');
export const DURATION = simple('duration');
export const DYN = simple('dyn');
export const ERROR = simple('error');
export const INT = simple('int');
export const NULL = simple('null');
export const STRING = simple('string');
export const TIMESTAMP = simple('timestamp');
export const UINT = simple('uint');

export const listOf = (item: CelType): CelType => ({ kind: 'list', params: [item] });
export const mapOf = (key: CelType, value: CelType): CelType => ({ kind: 'map', params: [key, value] });
export const optionalOf = (value: CelType): CelType => ({ kind: 'optional', params: [value] });
export const typeOf = (value: CelType): CelType => ({ kind: 'type', params: [value] });
export const struct = (name: string): CelType => ({ kind: 'struct', name });
export const param = (name: string): CelType => ({ kind: 'param', name });

export const paramsOf = (type: CelType): readonly CelType[] => ('params' in type ? type.params : []);

export const isDynOrError = ({ kind }: CelType): boolean => kind === 'dyn' || kind === 'error';

/** The value's type where it is optional, and whether it is. */
export const unwrapped = (type: CelType): { readonly type: CelType; readonly optional: boolean } =>
  type.kind === 'optional' ? { type: type.params[0], optional: true } : { type, optional: false };

const NAMES: Partial<Record<CelType['kind'], string>> = {
  duration: 'google.protobuf.Duration',
  error: '*error*',
  null: 'null_type',
  optional: 'optional_type',
  timestamp: 'google.protobuf.Timestamp',
};

/** As `type()` calls it, and messages about results do. */
export function typeText(type: CelType): string {
  if (type.kind === 'struct' || type.kind === 'param') return type.name;
  const name = NAMES[type.kind] ?? type.kind;
  const params = paramsOf(type);
  return params.length === 0 ? name : `${name}(${params.map(typeText).join(', ')})`;
}

/** As the errors of the type checker call it. */
export function shownType(type: CelType): string {
  switch (type.kind) {
    case 'error':
      return '!error!';
    case 'struct':
    case 'param':
      return type.name;
    case 'list':
    case 'map':
    case 'optional':
    case 'type':
      return type.params.length === 0
        ? type.kind
        : `${type.kind === 'optional' ? 'optional_type' : type.kind}(${type.params.map(shownType).join(', ')})`;
    case 'bool':
    case 'bytes':
    case 'double':
    case 'duration':
    case 'dyn':
    case 'int':
    case 'null':
    case 'string':
    case 'timestamp':
    case 'uint':
      return type.kind;
  }
}

export function sameType(one: CelType, other: CelType): boolean {
  if (one === other) return true;
  if (one.kind !== other.kind) return false;
  if ('name' in one) return 'name' in other && one.name === other.name;
  const [mine, theirs] = [paramsOf(one), paramsOf(other)];
  return mine.length === theirs.length && mine.every((each, at) => sameType(each, theirs[at] ?? ERROR));
}
