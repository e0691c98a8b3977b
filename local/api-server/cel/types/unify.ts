import { DYN, ERROR, isDynOrError, listOf, mapOf, optionalOf, paramsOf, sameType, type CelType } from './cel-type.ts';

/** What type parameters stand for. */
export type Mapping = Map<string, CelType>;

const found = (mapping: Mapping, type: CelType): CelType | undefined => (type.kind === 'param' ? mapping.get(type.name) : undefined);

/** The type with what its parameters stand for; those that stand for nothing are dyn, if so asked. */
export function substitute(mapping: Mapping, type: CelType, freeIsDyn: boolean): CelType {
  const known = found(mapping, type);
  if (known) return substitute(mapping, known, freeIsDyn);
  if (type.kind === 'param') return freeIsDyn ? DYN : type;
  const inner = (each: CelType) => substitute(mapping, each, freeIsDyn);
  if (type.kind === 'list') return listOf(inner(type.params[0]));
  if (type.kind === 'map') return mapOf(inner(type.params[0]), inner(type.params[1]));
  if (type.kind === 'optional') return optionalOf(inner(type.params[0]));
  return type.kind === 'type' ? { kind: 'type', params: type.params.map(inner) } : type;
}

/** Whether a type is as general as another, or more so. */
function asGeneral(one: CelType, other: CelType): boolean {
  if (one.kind === 'dyn' || one.kind === 'param') return true;
  if (other.kind === 'dyn' || other.kind === 'param' || one.kind !== other.kind) return false;
  if (one.kind === 'type') return true;
  const [mine, theirs] = [paramsOf(one), paramsOf(other)];
  return mine.length > 0 ? mine.every((each, at) => asGeneral(each, theirs[at] ?? ERROR)) : sameType(one, other);
}

export const mostGeneral = (one: CelType, other: CelType): CelType => (asGeneral(one, other) ? one : other);

/** A type may not stand for something that contains it. */
function notWithin(mapping: Mapping, type: CelType, within: CelType): boolean {
  if (sameType(type, within)) return false;
  if (within.kind === 'param') {
    const known = found(mapping, within);
    return known === undefined || notWithin(mapping, type, known);
  }
  return paramsOf(within).every((each) => notWithin(mapping, type, each));
}

/** Whether the parameter `free` may stand for a type; and whether it stood for something before. */
function standsFor(mapping: Mapping, type: CelType, free: CelType): { readonly valid: boolean; readonly known: boolean } {
  if (sameType(type, free)) return { valid: true, known: true };
  if (free.kind !== 'param') return { valid: false, known: false };
  const known = mapping.get(free.name);
  if (known) {
    if (sameType(type, known)) return { valid: true, known: true };
    if (!unifies(mapping, type, known)) return { valid: false, known: true };
    const general = mostGeneral(type, known);
    if (notWithin(mapping, free, general)) mapping.set(free.name, general);
    return { valid: true, known: true };
  }
  if (!notWithin(mapping, free, type)) return { valid: false, known: false };
  mapping.set(free.name, type);
  return { valid: true, known: false };
}

/** Null may stand where an object may. */
const isNullable = ({ kind }: CelType) => ['duration', 'null', 'optional', 'struct', 'timestamp'].includes(kind);

/** Whether a value of one type may stand where the other is wanted; notes in `mapping` what that makes of parameters. */
function unifies(mapping: Mapping, one: CelType, other: CelType): boolean {
  if (other.kind === 'param') {
    const { valid, known } = standsFor(mapping, one, other);
    if (valid) return true;
    if (known) return false;
  }
  if (one.kind === 'param') return standsFor(mapping, other, one).valid;
  if (isDynOrError(one) || isDynOrError(other)) return true;
  if (one.kind === 'null') return isNullable(other);
  if (other.kind === 'null') return isNullable(one);
  if (one.kind !== other.kind) return false;
  if (one.kind === 'type') return true;
  const [mine, theirs] = [paramsOf(one), paramsOf(other)];
  return mine.length > 0 ? mine.every((each, at) => unifies(mapping, each, theirs[at] ?? ERROR)) : sameType(one, other);
}

/** The mapping with which each type may stand where the other of its place is wanted; undefined where there is none. */
export function unified(mapping: Mapping, ones: readonly CelType[], others: readonly CelType[]): Mapping | undefined {
  if (ones.length !== others.length) return undefined;
  const copy: Mapping = new Map(mapping);
  return ones.every((one, at) => unifies(copy, one, others[at] ?? ERROR)) ? copy : undefined;
}
