import { createHmac, randomBytes } from 'node:crypto';

/** Stands for a value that is not kept, to tell whether it has changed. */
export type Digest = (value: unknown) => string;

/** 72 bits, under a key that nobody knows and that ends with the process: so that values cannot be tried against it. */
export function createDigest(key = randomBytes(32)): Digest {
  return (value) =>
    createHmac('sha256', key)
      .update(JSON.stringify(value) ?? '')
      .digest('base64url')
      .slice(0, 12);
}
