import { equal } from '../ground/json/equal.ts';
import { isRecord } from '../ground/json/json.ts';
import type { JsonPatchStep } from '../kube/client/client.ts';

const pointer = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** The JSON patch that makes one object of another. A list that differs is replaced whole. */
export function jsonDifference(from: unknown, to: unknown, path = ''): readonly JsonPatchStep[] {
  if (equal(from, to)) return [];
  if (!isRecord(from) || !isRecord(to)) return [{ op: 'replace', path, value: to }];
  const steps: JsonPatchStep[] = [];
  for (const field of new Set([...Object.keys(from), ...Object.keys(to)])) {
    const at = `${path}/${pointer(field)}`;
    const [before, after] = [from[field], to[field]];
    if (after === undefined) {
      if (before !== undefined) steps.push({ op: 'remove', path: at });
    } else if (before === undefined) steps.push({ op: 'add', path: at, value: after });
    else steps.push(...jsonDifference(before, after, at));
  }
  return steps;
}
