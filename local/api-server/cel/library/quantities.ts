import { parseQuantity, type Quantity } from '../../schema/quantity.ts';
import { CelError } from '../run/cel-error.ts';
import type { Library } from '../run/functions.ts';
import { traversal } from '../run/operators.ts';
import { Double, Opaque } from '../run/value.ts';

const NANO = 1_000_000_000n;
const FORM = /^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$/;

class QuantityValue extends Opaque {
  readonly type = 'kubernetes.Quantity';
  readonly quantity: Quantity;
  constructor(quantity: Quantity) {
    super();
    this.quantity = quantity;
  }
  equals(other: Opaque): boolean {
    return other instanceof QuantityValue && other.quantity.nano === this.quantity.nano;
  }
}

const of = ({ quantity }: QuantityValue, nano: bigint) => new QuantityValue({ ...quantity, nano });

function read(text: string): QuantityValue {
  const quantity = parseQuantity(text);
  if (quantity) return new QuantityValue(quantity);
  if (text === '') throw new CelError("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
  throw new CelError(
    FORM.test(text) ? "unable to parse quantity's suffix" : `quantities must match the regular expression '${FORM.source}'`,
  );
}

const order = (one: QuantityValue, other: QuantityValue) => {
  const difference = one.quantity.nano - other.quantity.nano;
  return difference < 0n ? -1n : difference > 0n ? 1n : 0n;
};

function asInteger({ quantity: { nano } }: QuantityValue): bigint {
  if (nano % NANO !== 0n) throw new CelError('cannot convert value to integer');
  return nano / NANO;
}

const Q = 'kubernetes.Quantity';

export const quantities: Library = [
  [`quantity(string) -> ${Q}`, read, traversal],
  ['isQuantity(string) -> bool', (text: string) => parseQuantity(text) !== undefined, traversal],
  [`sign(${Q}) -> int`, ({ quantity: { nano } }: QuantityValue) => (nano < 0n ? -1n : nano > 0n ? 1n : 0n)],
  [`${Q}.isGreaterThan(${Q}) -> bool`, (one: QuantityValue, other: QuantityValue) => order(one, other) > 0n],
  [`${Q}.isLessThan(${Q}) -> bool`, (one: QuantityValue, other: QuantityValue) => order(one, other) < 0n],
  [`${Q}.compareTo(${Q}) -> int`, order],
  [`${Q}.asApproximateFloat() -> double`, ({ quantity }: QuantityValue) => new Double(Number(quantity.nano) / Number(NANO))],
  [`${Q}.asInteger() -> int`, asInteger],
  [`${Q}.isInteger() -> bool`, ({ quantity }: QuantityValue) => quantity.nano % NANO === 0n],
  [`${Q}.add(${Q}) -> ${Q}`, (one: QuantityValue, other: QuantityValue) => of(one, one.quantity.nano + other.quantity.nano)],
  [`${Q}.add(int) -> ${Q}`, (one: QuantityValue, other: bigint) => of(one, one.quantity.nano + other * NANO)],
  [`${Q}.sub(${Q}) -> ${Q}`, (one: QuantityValue, other: QuantityValue) => of(one, one.quantity.nano - other.quantity.nano)],
  [`${Q}.sub(int) -> ${Q}`, (one: QuantityValue, other: bigint) => of(one, one.quantity.nano - other * NANO)],
];
