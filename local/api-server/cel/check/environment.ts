import {
  BOOL,
  BYTES,
  DOUBLE,
  DURATION,
  DYN,
  INT,
  NULL,
  STRING,
  struct,
  TIMESTAMP,
  typeOf,
  typeText,
  UINT,
  type CelType,
} from '../types/cel-type.ts';
import { TypeValue } from '../values/value.ts';
import type { FunctionTable } from '../types/functions.ts';

/** The fields of a struct, by name. */
export type Fields = ReadonlyMap<string, CelType>;

/** What an expression may speak of: names, the types behind them, and functions. */
export interface CelEnvironment {
  /** By their full names: `object`, `authorizer.requestResource`. */
  readonly variables: ReadonlyMap<string, CelType>;
  /** What types have fields: anything else of theirs is an error when an expression is compiled. */
  readonly structs: ReadonlyMap<string, Fields>;
  readonly functions: FunctionTable;
}

const NAMED: readonly CelType[] = [BOOL, BYTES, DOUBLE, INT, STRING, UINT, NULL, DURATION, TIMESTAMP, DYN];

/** Types are values too. */
const TYPES: ReadonlyMap<string, { readonly type: CelType; readonly value: TypeValue }> = new Map([
  ...NAMED.map((type) => [typeText(type), { type: typeOf(type), value: new TypeValue(typeText(type)) }] as const),
  ...['list', 'map', 'type', 'optional_type'].map((name) => [name, { type: typeOf(struct(name)), value: new TypeValue(name) }] as const),
]);

export interface Identifier {
  readonly type: CelType;
  /** Absent for a variable. */
  readonly value?: TypeValue;
}

export function identifierOf({ variables, structs }: CelEnvironment, name: string): Identifier | undefined {
  const plain = name.startsWith('.') ? name.slice(1) : name;
  const type = variables.get(plain);
  if (type) return { type };
  if (structs.has(plain)) return { type: typeOf(struct(plain)), value: new TypeValue(plain) };
  return TYPES.get(plain);
}
