import { isRecord } from '../../ground/json/json.ts';
import { ApiError } from '../errors/api-error.ts';
import type { KubeObject } from '../objects/resource.ts';

/*
 * What comes from a server is parsed, not trusted. Of an object that is what every object has; its spec and status are
 * as the server says them.
 */

/** Throws ApiError `malformed` for what is not an object of Kubernetes. */
export function parseObject(value: unknown, attempt: string): KubeObject {
  const problem = objectProblem(value);
  if (problem !== undefined) throw malformed(attempt, `the answer ${problem}`);
  return value as KubeObject;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly resourceVersion: string;
  /** What to ask for the rest with. */
  readonly next: string | undefined;
}

/** Throws ApiError `malformed` for what is not a page of a list. */
export function parsePage<T extends KubeObject>(answer: object, attempt: string): Page<T> {
  const { items, metadata } = { items: undefined, metadata: undefined, ...answer } as {
    readonly items: unknown;
    readonly metadata: unknown;
  };
  // Null: metadata of none.
  const list: unknown = items === null ? [] : items;
  if (!Array.isArray(list)) throw malformed(attempt, 'the answer is not a list');
  for (const [index, item] of list.entries()) {
    const problem = isRecord(item) && !isRecord(item['metadata']) ? 'has no metadata' : objectProblem(item);
    if (problem !== undefined) throw malformed(attempt, `item ${index} of the list ${problem}`);
  }
  const { resourceVersion, continue: next } = isRecord(metadata) ? metadata : {};
  return {
    items: list as readonly T[],
    resourceVersion: typeof resourceVersion === 'string' ? resourceVersion : '',
    next: typeof next === 'string' && next !== '' ? next : undefined,
  };
}

const TEXTS = ['name', 'namespace', 'uid', 'resourceVersion'] as const;
const MAPS = ['labels', 'annotations'] as const;

function objectProblem(value: unknown): string | undefined {
  if (!isRecord(value)) return 'is not an object';
  const { metadata } = value;
  if (metadata === undefined || metadata === null) return undefined;
  if (!isRecord(metadata)) return 'has a metadata that is not an object';
  const text = TEXTS.find((field) => metadata[field] !== undefined && typeof metadata[field] !== 'string');
  if (text !== undefined) return `has a metadata.${text} that is not text`;
  const map = MAPS.find((field) => metadata[field] !== undefined && !isTexts(metadata[field]));
  return map === undefined ? undefined : `has metadata.${map} that are not texts`;
}

function isTexts(value: unknown): boolean {
  if (!isRecord(value)) return false;
  for (const name in value) if (typeof value[name] !== 'string') return false;
  return true;
}

const malformed = (attempt: string, why: string): ApiError =>
  new ApiError('malformed', `could not ${attempt}: ${why}; check that the kubeconfig names an API server`);
