import { createHash } from 'node:crypto';

/** Is this update among those that are published? The same answer in every replica, and after every restart. */
export function isSampled(share: number, uid: string, resourceVersion: string): boolean {
  if (share >= 1) return true;
  return createHash('sha256').update(`${uid} ${resourceVersion}`).digest().readUInt32BE(0) / 2 ** 32 < share;
}
