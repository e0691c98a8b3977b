import { Double, Uint, type Value } from '../values/value.ts';
import { BOOL, BYTES, DOUBLE, INT, NULL, STRING, UINT, type CelType } from './cel-type.ts';

/** The type of what an expression writes down. */
export function literalType(value: Value): CelType {
  if (typeof value === 'boolean') return BOOL;
  if (typeof value === 'bigint') return INT;
  if (typeof value === 'string') return STRING;
  if (value instanceof Double) return DOUBLE;
  if (value instanceof Uint) return UINT;
  return value === null ? NULL : BYTES;
}
