import type { CelType } from './cel-type.ts';
import { signatureOf, type Signature } from './signature.ts';
import { CelError, noSuchOverload } from '../values/cel-error.ts';
import {
  adopt,
  Double,
  CelDuration,
  isListValue,
  isMapValue,
  Opaque,
  Optional,
  Timestamp,
  typeNameOf,
  TypeValue,
  Uint,
  type Value,
} from '../values/value.ts';

type Run = (...args: readonly Value[]) => Value;

/** What a call costs beyond its arguments; 1 where nothing is said. */
type Cost = (...args: readonly Value[]) => number;

/**
 * One function, by its signature: what it is called with are values of these types, since calls are matched with signatures
 * before. `never` says just that: a function may name the types that it knows it will get.
 */
type Definition = readonly [signature: string, run: (...args: never[]) => Value, cost?: (...args: never[]) => number];
export type Library = readonly Definition[];

export interface Overload {
  readonly signature: Signature;
  readonly run: Run;
  readonly cost: Cost | undefined;
}

/** The functions that there are, by name. */
export interface FunctionTable {
  signatures(name: string): readonly Signature[] | undefined;
  /** Those that may be called so. */
  overloads(name: string, member: boolean, count: number): readonly Overload[];
}

/** `operators` are called by their own rules, and have types all the same. */
export function functionTable(libraries: readonly Library[], operators: readonly Signature[]): FunctionTable {
  const byName = new Map<string, Overload[]>();
  for (const [text, run, cost] of libraries.flat()) {
    const signature = signatureOf(text);
    const overload: Overload = { signature, run: run as Run, cost: cost as Cost | undefined };
    const known = byName.get(signature.name);
    if (known) known.push(overload);
    else byName.set(signature.name, [overload]);
  }
  const signatures = new Map([...byName].map(([name, overloads]) => [name, overloads.map(({ signature }) => signature)]));
  for (const signature of operators) signatures.set(signature.name, [...(signatures.get(signature.name) ?? []), signature]);
  return {
    signatures: (name) => signatures.get(name),
    overloads: (name, member, count) =>
      byName.get(name)?.filter(({ signature }) => signature.member === member && signature.args.length === count) ?? [],
  };
}

/** Whether a value may stand where the type is wanted: of what a list holds, the first is looked at. */
function fits(value: Value, type: CelType): boolean {
  switch (type.kind) {
    case 'bool':
      return typeof value === 'boolean';
    case 'int':
      return typeof value === 'bigint';
    case 'string':
      return typeof value === 'string';
    case 'double':
      return value instanceof Double;
    case 'uint':
      return value instanceof Uint;
    case 'bytes':
      return value instanceof Uint8Array;
    case 'duration':
      return value instanceof CelDuration;
    case 'timestamp':
      return value instanceof Timestamp;
    case 'list':
      return isListValue(value) && (value.length === 0 || fits(adopt(value[0]), type.params[0]));
    case 'map':
      return isMapValue(value);
    case 'null':
      return value === null;
    case 'optional':
      return value instanceof Optional;
    case 'struct':
      return value instanceof Opaque && value.type === type.name;
    case 'type':
      return value instanceof TypeValue;
    case 'dyn':
    case 'error':
    case 'param':
      return true;
  }
}

/** Whose refusal names nothing. */
const BARE: ReadonlySet<string> = new Set(['contains', 'endsWith', 'find', 'findAll', 'matches', 'startsWith']);

/** The first overload whose types fit; throws a CelError where none does. */
export function matching(name: string, overloads: readonly Overload[], args: readonly Value[]): Overload {
  for (const overload of overloads) {
    const wanted = overload.signature.args;
    let all = true;
    for (let at = 0; all && at < wanted.length; at++) {
      const [value, type] = [args[at], wanted[at]];
      all = value !== undefined && type !== undefined && fits(value, type);
    }
    if (all) return overload;
  }
  if (BARE.has(name)) throw noSuchOverload();
  throw new CelError(name === 'size' ? 'no such overload: size' : `no such overload: ${name}(${args.map(typeNameOf).join(', ')})`);
}
