import { createHash } from 'node:crypto';
import { isRecord } from '../../../ground/json/json.ts';

/** The same for equal JSON values, and another for others. The order of fields does not count. */
export const digestOf = (value: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(value, (_, held: unknown) => (isRecord(held) ? sorted(held) : held)) ?? '')
    .digest('base64url');

const sorted = (record: Readonly<Record<string, unknown>>): unknown =>
  Object.fromEntries(Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1)));
