import { isJsonObject, type Json, type JsonObject } from '../../../ground/json/json.ts';
import type { FieldSchema } from '../contracts/schema-source.ts';
import { decodeScalar, zeroOf } from './go-scalars.ts';
import type { BuiltInField } from './type-tree.ts';

/** A value that does not fit its Go type, in the words of Go's decoder: `json: cannot unmarshal string into Go struct field ...`. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
}

export interface Decoded {
  readonly object: JsonObject;
  /** `unknown field "spec.replcas"`, at most a hundred, in the order of the document. */
  readonly complaints: readonly string[];
}

const MOST_COMPLAINTS = 100;

/** Where the decoder stands: `struct` and `names` are told by type errors, `path` by complaints. */
interface Place {
  readonly struct: string;
  readonly names: string;
  readonly path: string;
}

const wordFor = (value: Json, wanted: string): string => {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return wanted.startsWith('int') ? `number ${value}` : 'number';
  return typeof value === 'boolean' ? 'bool' : typeof value;
};

const GO_WORDS: Readonly<Record<string, string>> = {
  boolean: 'bool',
  number: 'float64',
  bytes: '[]uint8',
  'int-or-string': 'intstr.IntOrString',
  quantity: 'resource.Quantity',
};

const goTypeOf = (field: BuiltInField): string => {
  const {
    goType,
    go: { named },
  } = field;
  if (named !== undefined) return named;
  if (field.items) return `[]${goTypeOf(field.items)}`;
  if (field.values) return `map[string]${goTypeOf(field.values)}`;
  return GO_WORDS[goType] ?? (goType.includes('.') ? goType.split('.').slice(1).join('.') : goType);
};

function mismatch(value: Json, wanted: string, { struct, names }: Place): DecodeError {
  const where = struct === '' ? 'Go value' : `Go struct field ${struct}.${names}`;
  return new DecodeError(`json: cannot unmarshal ${wordFor(value, wanted)} into ${where} of type ${wanted}`);
}

/**
 * What the server holds after it has read a JSON object into its Go type and written it again: unknown fields gone, empty ones
 * left out or written as the type says, quantities and times in their one form, fields in Go's order.
 */
export function decode(type: BuiltInField, object: JsonObject): Decoded {
  const complaints: string[] = [];
  const complain = (path: string) => {
    if (complaints.length < MOST_COMPLAINTS) complaints.push(`unknown field "${path}"`);
  };

  const any = (value: Json, field: BuiltInField, place: Place): Json | undefined => {
    if (value === null) return zero(field);
    const scalar = decodeScalar(field.goType, value);
    if (scalar === undefined) return compound(value, field, place);
    if ('value' in scalar) return scalar.value;
    if ('complaint' in scalar) throw new DecodeError(scalar.complaint);
    throw mismatch(value, field.go.named ?? scalar.notA, place);
  };

  const compound = (value: Json, field: BuiltInField, place: Place): Json | undefined => {
    const { items, values, fields } = field;
    if (items) {
      if (!isArray(value)) throw mismatch(value, goTypeOf(field), place);
      return value.map((item, at) => any(item, items, { ...place, path: `${place.path}[${at}]` }) ?? null);
    }
    if (!isJsonObject(value)) {
      if (field.type === undefined) return value; // a CRD's schema may be a list, a boolean or strings here
      throw mismatch(value, goTypeOf(field), place);
    }
    if (values)
      return Object.fromEntries(
        Object.entries(value).map(([key, entry]) => [key, any(entry ?? null, values, { ...place, path: join(place.path, key) }) ?? null]),
      );
    return fields ? struct(value, field, fields, place) : value;
  };

  const struct = (
    value: JsonObject,
    { goType }: BuiltInField,
    fields: Readonly<Record<string, BuiltInField>>,
    place: Place,
  ): JsonObject => {
    const name = goType.split('.').at(-1) ?? '';
    const read = new Map<string, Json | undefined>();
    for (const [key, entry] of Object.entries(value)) {
      const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
      if (field === undefined) complain(join(place.path, key));
      else if (entry !== undefined)
        read.set(key, any(entry, field, { struct: name, names: join(place.names, key), path: join(place.path, key) }));
    }
    return written(fields, read);
  };

  return { object: struct(object, type, type.fields ?? {}, { struct: '', names: '', path: '' }), complaints };
}

const isArray = (value: Json): value is readonly Json[] => Array.isArray(value);
const join = (path: string, name: string) => (path === '' ? name : `${path}.${name}`);

/** What Go holds in a field that was not given, or given as null; undefined for a pointer. */
function zero(field: BuiltInField): Json | undefined {
  if (field.go.pointer) return undefined;
  if (field.fields && field.type === 'object') return written(field.fields, new Map());
  return zeroOf(field.goType);
}

const isEmpty = (value: Json | undefined): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  value === 0 ||
  value === false ||
  (Array.isArray(value) ? value.length === 0 : typeof value === 'object' && Object.keys(value).length === 0);

/** Types that are a struct in Go: an empty one is written, though its field be omitted when empty. */
const STRUCT_LIKE: ReadonlySet<string> = new Set(['time', 'microtime', 'quantity', 'int-or-string', 'raw']);

function written(fields: Readonly<Record<string, BuiltInField>>, read: ReadonlyMap<string, Json | undefined>): JsonObject {
  const object: Record<string, Json> = {};
  for (const [name, field] of Object.entries(fields)) {
    const value = fieldAsWritten(field, read.get(name));
    if (value !== undefined) object[name] = value;
  }
  return object;
}

/** A field as it is written when it holds `given`; undefined where it is left out. */
export function fieldAsWritten(field: BuiltInField, given: Json | undefined): Json | undefined {
  const {
    go: { pointer, written: when },
  } = field;
  if (pointer) return given === undefined && when === 'always' ? null : given;
  const structLike = STRUCT_LIKE.has(field.goType) || (field.type === 'object' && field.fields !== undefined);
  const value = given ?? zero(field);
  if (when === 'zero-dropped') return isEmpty(value) ? undefined : value;
  if (structLike) return value;
  if (!isEmpty(value)) return value;
  if (when !== 'always') return undefined;
  return field.items || field.values ? null : value;
}

/** What Go writes of an object that holds nothing yet. */
export const emptyObject = ({ fields = {} }: FieldSchema): JsonObject => (isBuiltIn(fields) ? written(fields, new Map()) : {});

const isBuiltIn = (fields: Readonly<Record<string, FieldSchema>>): fields is Readonly<Record<string, BuiltInField>> =>
  Object.values(fields).every((field) => 'go' in field);
