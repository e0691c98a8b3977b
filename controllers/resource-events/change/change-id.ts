import { createHash } from 'node:crypto';
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
  const bytes = createHash('sha256').update(JSON.stringify(parts)).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
