import { readFileSync } from 'node:fs';
import type { Json, JsonObject } from '../../../../ground/json/json.ts';

interface ServerQuestion {
  readonly method: 'DELETE' | 'GET' | 'PATCH' | 'POST' | 'PUT';
  readonly path: string;
  readonly body?: Json;
  readonly contentType?: string;
  readonly accept?: string;
}
export interface ServerAnswer {
  readonly code: number;
  readonly body: JsonObject;
  readonly warnings?: readonly string[];
}
export type AskServer = (question: ServerQuestion) => Promise<ServerAnswer>;

/** A table of questions: what the real server answered is committed beside it, so that every run compares with it. */
export interface AnswerTable {
  readonly file: URL;
  answers(ask: AskServer): Promise<JsonObject>;
}

export const committed = <T = JsonObject>({ file }: AnswerTable): Readonly<Record<string, T>> =>
  JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, T>>;

const VOLATILE: ReadonlySet<string> = new Set([
  'uid',
  'resourceVersion',
  'creationTimestamp',
  'time',
  'deletionTimestamp',
  'lastTransitionTime',
  'lastPhaseTransitionTime',
  'lastUpdateTime',
]);

const UID = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g;

/** A value without what differs from run to run. */
export function masked(value: Json | undefined): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(masked);
  if (typeof value === 'string') return value.replaceAll(UID, '<uid>');
  if (typeof value !== 'object' || value === null) return value ?? null;
  return Object.fromEntries(
    Object.entries(value as JsonObject)
      .filter(([name, held]) => held !== undefined && !VOLATILE.has(name))
      .map(([name, held]) => [name, isUnordered(name, held) ? sorted(masked(held)) : masked(held)]),
  );
}

/** Owners stand by time, which is masked; conflicts stand as a Go map has them. */
const isUnordered = (name: string, held: Json | undefined) =>
  name === 'managedFields' || (name === 'causes' && JSON.stringify(held).includes('FieldManagerConflict'));

const sorted = (entries: Json): Json =>
  Array.isArray(entries) ? (entries as readonly Json[]).toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : entries;
