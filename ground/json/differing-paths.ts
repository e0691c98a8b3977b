import { isRecord } from './json.ts';

/** Where two values differ: `spec.replicas`, `spec.ports[0].port`, `data["index.html"]`. */
export interface DifferingPaths {
  readonly paths: readonly string[];
  /** There are others, or not everything was compared. */
  readonly more: boolean;
  /** How many values were looked at. */
  readonly compared: number;
}

export interface DifferingLimits {
  /** By the path of an object: which of its fields do not count. */
  readonly except?: ReadonlyMap<string, ReadonlySet<string>>;
  /** So many paths are told. @default all */
  readonly most?: number;
  /** So many values are looked at. @default all */
  readonly values?: number;
}

/** A field that is undefined counts as absent. A list that has become longer or shorter is told as a whole. */
export function differingPaths(before: unknown, after: unknown, limits: DifferingLimits = {}): DifferingPaths {
  const { except, most = Infinity, values = Infinity } = limits;
  const paths: string[] = [];
  let compared = 0;
  let more = false;

  const compareFields = (one: Fields, other: Fields, path: string): void => {
    const left = except?.get(path);
    for (const name of Object.keys(one)) if (left?.has(name) !== true) compare(one[name], own(other, name), path, name);
    for (const name of Object.keys(other))
      if (left?.has(name) !== true && !Object.hasOwn(one, name)) compare(undefined, other[name], path, name);
  };
  const compare = (one: unknown, other: unknown, path: string, name: string | number): void => {
    if (one === other) return void (compared += 1);
    if (compared >= values || paths.length > most) return void (more = true);
    compared += 1;
    if (isRecord(one) && isRecord(other)) return compareFields(one, other, pathTo(path, name));
    if (Array.isArray(one) && Array.isArray(other) && one.length === other.length)
      return one.forEach((item, at) => compare(item, other[at], pathTo(path, name), at));
    paths.push(pathTo(path, name));
  };
  if (isRecord(before) && isRecord(after)) compareFields(before, after, '');
  else compare(before, after, '', '');
  return { paths: paths.slice(0, most), more: more || paths.length > most, compared };
}

type Fields = Readonly<Record<string, unknown>>;

/** Not what a field called `__proto__` would find on every object. */
const own = (fields: Fields, name: string): unknown => (Object.hasOwn(fields, name) ? fields[name] : undefined);

function pathTo(path: string, name: string | number): string {
  if (typeof name === 'number') return `${path}[${name}]`;
  if (!/^[\w-]*$/.test(name)) return `${path}[${JSON.stringify(name)}]`;
  return path === '' ? name : `${path}.${name}`;
}
