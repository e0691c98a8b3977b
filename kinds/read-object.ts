import type { ZodType } from 'zod';
import { isRecord } from '../ground/json/json.ts';
import type { KindNames } from './definition.ts';
import type { StructuralSchema } from './schema/reading.ts';
import { withoutNulls } from './without-nulls.ts';

/** An object as it was read, or what is wrong with it, a line each. */
type ReadObject = { readonly object: Readonly<Record<string, unknown>> } | { readonly problems: readonly string[] };

/** Reads something as an object of a kind. */
export function readObject(
  { group, version, kind }: KindNames,
  { spec, status }: { readonly spec: ZodType; readonly status: ZodType | undefined },
  whole: StructuralSchema,
  sent: unknown,
): ReadObject {
  const value = withoutNulls(sent, whole);
  if (!isRecord(value)) return { problems: ['it is not an object: give one with metadata and spec'] };
  const apiVersion = `${group}/${version}`;
  const parts: readonly (readonly [string, ZodType])[] = [
    ['spec', spec],
    ...(status === undefined || value['status'] === undefined ? [] : [['status', status] as const]),
  ];
  const read = parts.map(([name, schema]) => ({ name, result: schema.safeParse(value[name]) }));
  const problems = [
    ...(value['apiVersion'] === undefined || value['apiVersion'] === apiVersion ? [] : [`apiVersion: it is not ${apiVersion}`]),
    ...(value['kind'] === undefined || value['kind'] === kind ? [] : [`kind: it is not ${kind}`]),
    ...read.flatMap(({ name, result }) => (result.error?.issues ?? []).map(({ path, message }) => `${pathOf(name, path)}: ${message}`)),
  ];
  if (problems.length > 0) return { problems };
  const parsed = Object.fromEntries(
    read.flatMap(({ name, result: { data } }) => (data === undefined ? [] : [[name, withKept(name, data, value)]])),
  );
  return { object: { ...value, ...parsed, apiVersion, kind } };
}

const pathOf = (name: string, path: readonly PropertyKey[]): string =>
  path.reduce<string>((at, part) => (typeof part === 'number' ? `${at}[${part}]` : `${at}.${String(part)}`), name);

/** What every status may have is not in the schema of this one. */
function withKept(name: string, data: unknown, { status }: Readonly<Record<string, unknown>>): unknown {
  if (name !== 'status' || !isRecord(data) || !isRecord(status)) return data;
  const { observedGeneration, conditions } = status;
  return { ...data, ...(observedGeneration !== undefined && { observedGeneration }), ...(conditions !== undefined && { conditions }) };
}
