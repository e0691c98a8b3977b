import { NANO, parseQuantity, type Quantity } from '../../../../ground/text/quantity.ts';
import { CelError } from '../values/cel-error.ts';
import type { Library } from '../types/functions.ts';
import { traversal } from '../values/operators.ts';
import { Double, Opaque } from '../values/value.ts';

const FORM = /^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$/;

class QuantityValue extends Opaque {
  readonly type = 'kubernetes.Quantity';
  readonly quantity: Quantity;
  /** The power of ten that it is counted in: Kubernetes takes 2000m for no integer. */
  readonly scale: number;
  constructor(quantity: Quantity, scale: number) {
    super();
    this.quantity = quantity;
    this.scale = scale;
  }
  equals(other: Opaque): boolean {
    return other instanceof QuantityValue && other.quantity.nano === this.quantity.nano;
  }
}

const scaleOf = (text: string): number => {
  const [, fraction = '', unit = '', exponent = '0'] = /(?:\.(\d*))?([numkMGTPE]?)i?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  return (SCALES[unit] ?? 0) + Number(exponent) - fraction.length;
};
const SCALES: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };

const sum = (one: QuantityValue, other: bigint, scale = 0) =>
  new QuantityValue({ ...one.quantity, nano: one.quantity.nano + other }, Math.min(one.scale, scale));

function read(text: string): QuantityValue {
  const quantity = parseQuantity(text);
  if (quantity) return new QuantityValue(quantity, scaleOf(text));
  if (text === '') throw new CelError("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
  throw new CelError(
    FORM.test(text) ? "unable to parse quantity's suffix" : `quantities must match the regular expression '${FORM.source}'`,
  );
}

const order = (one: QuantityValue, other: QuantityValue) => {
  const difference = one.quantity.nano - other.quantity.nano;
  return difference < 0n ? -1n : difference > 0n ? 1n : 0n;
};

const isInteger = ({ quantity: { nano }, scale }: QuantityValue) => scale >= 0 && nano % NANO === 0n;

function asInteger(quantity: QuantityValue): bigint {
  const { nano } = quantity.quantity;
  if (!isInteger(quantity)) throw new CelError('cannot convert value to integer');
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
  [`${Q}.isInteger() -> bool`, isInteger],
  [`${Q}.add(${Q}) -> ${Q}`, (one: QuantityValue, other: QuantityValue) => sum(one, other.quantity.nano, other.scale)],
  [`${Q}.add(int) -> ${Q}`, (one: QuantityValue, other: bigint) => sum(one, other * NANO)],
  [`${Q}.sub(${Q}) -> ${Q}`, (one: QuantityValue, other: QuantityValue) => sum(one, -other.quantity.nano, other.scale)],
  [`${Q}.sub(int) -> ${Q}`, (one: QuantityValue, other: bigint) => sum(one, -other * NANO)],
];
