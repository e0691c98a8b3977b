import { hash } from 'node:crypto';
import type { ChangeType } from '../../../events/resource-change.ts';

export interface IdentifiedChange {
  readonly clusterId: string;
  readonly uid: string;
  readonly type: ChangeType;
  /** Absent where the uid alone says which change it is: a uid is deleted once. */
  readonly resourceVersion?: string;
}

/** The same for the same change in every replica and after every restart: a UUID of version 8, made of SHA-256. */
export function changeId({ clusterId, uid, type, resourceVersion }: IdentifiedChange): string {
  const parts = resourceVersion === undefined ? [clusterId, uid, type] : [clusterId, uid, type, resourceVersion];
  const hex = hash('sha256', JSON.stringify(parts));
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0b0011) | 0b1000).toString(16);
  // Joined, as it may wait for long: V8 keeps what a template makes as a tree of its pieces, 400 bytes instead of 56.
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `${variant}${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}
