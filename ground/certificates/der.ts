/** The few forms of ASN.1 DER that a certificate is made of. */
export type Der = Uint8Array;

const length = (size: number): number[] => {
  if (size < 0x80) return [size];
  const bytes: number[] = [];
  for (let rest = size; rest > 0; rest >>>= 8) bytes.unshift(rest & 0xff);
  return [0x80 | bytes.length, ...bytes];
};

const tagged = (tag: number, ...parts: readonly Der[]): Der => {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag, ...length(content.length)]), content]);
};

export const sequence = (...parts: readonly Der[]): Der => tagged(0x30, ...parts);
export const set = (...parts: readonly Der[]): Der => tagged(0x31, ...parts);
export const boolean = (value: boolean): Der => tagged(0x01, Buffer.from([value ? 0xff : 0]));
export const octets = (content: Der): Der => tagged(0x04, content);
export const bits = (content: Der, unused = 0): Der => tagged(0x03, Buffer.from([unused]), content);
export const utf8 = (text: string): Der => tagged(0x0c, Buffer.from(text));
/** `[number]` around whole values. */
export const explicit = (number: number, ...parts: readonly Der[]): Der => tagged(0xa0 | number, ...parts);
/** `[number]` in place of a primitive value's own tag. */
export const implicit = (number: number, content: Der): Der => tagged(0x80 | number, content);

/** A non-negative integer, big-endian. */
export const integer = (magnitude: Der): Der => {
  const start = magnitude.findIndex((byte) => byte !== 0);
  const digits = start === -1 ? Buffer.from([0]) : Buffer.from(magnitude.subarray(start));
  return (digits[0] ?? 0) & 0x80 ? tagged(0x02, Buffer.from([0]), digits) : tagged(0x02, digits);
};

export const objectId = (dotted: string): Der => {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const base128 = (arc: number): number[] => {
    const bytes = [arc & 0x7f];
    for (let high = Math.floor(arc / 128); high > 0; high = Math.floor(high / 128)) bytes.unshift(0x80 | (high & 0x7f));
    return bytes;
  };
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
};

/** UTCTime, which certificates use until 2049, and GeneralizedTime from then on. */
export const time = (date: Date): Der => {
  const digits = date.toISOString().replace(/[-:T]|\.\d+/g, '');
  return date.getUTCFullYear() < 2050 ? tagged(0x17, Buffer.from(digits.slice(2))) : tagged(0x18, Buffer.from(digits));
};
