/** An amount with a suffix (`500m`, `1Gi`, `1e3`): an exact number, and the family of suffixes it was written in. */
export interface Quantity {
  /** In billionths, rounded up: the finest there is. */
  readonly nano: bigint;
  readonly format: 'binary' | 'decimal' | 'exponent';
}

/** So many billionths are one. */
export const NANO = 1_000_000_000n;
const DECIMAL: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const BINARY: Readonly<Record<string, number>> = { Ki: 1, Mi: 2, Gi: 3, Ti: 4, Pi: 5, Ei: 6 };
const WRITTEN = /^([+-]?)(\d+(?:\.\d*)?|\.\d+)(?:([numkMGTPE]|[KMGTPE]i)|[eE]([+-]?\d{1,3}))?$/;
/** What is larger is kept as this. */
const LARGEST = (2n ** 63n - 1n) * NANO;

const ceilDivide = (dividend: bigint, divisor: bigint) => (dividend + divisor - 1n) / divisor;

/** Undefined where the text is not a quantity. */
export function parseQuantity(text: string): Quantity | undefined {
  const match = WRITTEN.exec(text);
  if (!match) return undefined;
  const [, sign = '', digits = '', suffix = '', exponent] = match;
  const [whole = '', fraction = ''] = digits.split('.');
  const binary = BINARY[suffix];
  const power = exponent === undefined ? (DECIMAL[suffix] ?? 0) : Number(exponent);
  const mantissa = BigInt(`${whole}${fraction}` || '0') * (binary === undefined ? 1n : 1024n ** BigInt(binary));
  const scale = 9 + power - fraction.length;
  const nano = scale >= 0 ? mantissa * 10n ** BigInt(scale) : ceilDivide(mantissa, 10n ** BigInt(-scale));
  const held = nano > LARGEST ? LARGEST : nano;
  return { nano: sign === '-' ? -held : held, format: binary !== undefined ? 'binary' : exponent === undefined ? 'decimal' : 'exponent' };
}

function withSuffix(value: bigint, step: bigint, suffixes: readonly string[]): string {
  let [rest, at] = [value, 0];
  while (rest !== 0n && rest % step === 0n && at < suffixes.length - 1) [rest, at] = [rest / step, at + 1];
  return `${rest}${suffixes[at]}`;
}

/** As a number, to compare with: what is finer or larger than a number can be is rounded. */
export const numberOf = ({ nano }: Quantity): number => Number(nano / NANO) + Number(nano % NANO) / Number(NANO);

/** The one way in which a server writes this number: `1000m` is `1`, `1024Mi` is `1Gi`, `0.5` is `500m`. */
export function formatQuantity({ nano, format }: Quantity): string {
  if (nano === 0n) return '0';
  const magnitude = nano < 0n ? -nano : nano;
  const sign = nano < 0n ? '-' : '';
  const binary = format === 'binary' && magnitude >= 1024n * NANO && magnitude % NANO === 0n;
  if (binary) return sign + withSuffix(magnitude / NANO, 1024n, ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei']);
  const exponents = ['e-9', 'e-6', 'e-3', '', 'e3', 'e6', 'e9', 'e12', 'e15', 'e18'];
  const letters = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
  return sign + withSuffix(magnitude, 1000n, format === 'exponent' ? exponents : letters);
}
