import { createHash } from 'node:crypto';
import { isRecord } from '../../../ground/json/json.ts';

/** Without vowels and digits that look like them, as Kubernetes names its ReplicaSets: no hash becomes a word. */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** A name for a pod template: the same for the same content, whatever the order of its keys. */
export function templateHash(template: unknown): string {
  const digest = createHash('sha256').update(canonical(template)).digest();
  return [...digest.subarray(0, 10)].map((byte) => ALPHABET.charAt(byte % ALPHABET.length)).join('');
}

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    isRecord(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
