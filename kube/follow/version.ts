/**
 * The order of two resourceVersions of one resource: below, at, or above zero; undefined where they cannot be compared.
 * They are decimal integers of up to 128 bits without leading zeros, so a longer one is a later one.
 */
export function compareVersions(one: string, other: string): number | undefined {
  if (one === other) return 0;
  if (!DECIMAL.test(one) || !DECIMAL.test(other)) return undefined;
  if (one.length !== other.length) return one.length - other.length;
  return one < other ? -1 : 1;
}

const DECIMAL = /^[1-9][0-9]{0,38}$/;
