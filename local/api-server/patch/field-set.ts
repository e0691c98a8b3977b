import { isJsonObject, type Json, type JsonObject } from '../../../ground/json/json.ts';

/**
 * A set of paths into an object, as FieldsV1 writes it: each step is `f:` and a field's name, `k:` and the keys of a list's
 * item, or `v:` and the item itself. A path may be in the set although longer ones are too.
 */
export interface FieldSet {
  readonly members: ReadonlySet<string>;
  readonly children: ReadonlyMap<string, FieldSet>;
}

export const NO_FIELDS: FieldSet = { members: new Set(), children: new Map() };

export const isEmpty = ({ members, children }: FieldSet): boolean => members.size === 0 && [...children.values()].every(isEmpty);

export const childOf = (set: FieldSet, step: string): FieldSet => set.children.get(step) ?? NO_FIELDS;

/** The set of one path. */
export function setOf(...[first, ...rest]: readonly string[]): FieldSet {
  if (first === undefined) return NO_FIELDS;
  return rest.length === 0
    ? { members: new Set([first]), children: new Map() }
    : { members: new Set(), children: new Map([[first, setOf(...rest)]]) };
}

export function union(left: FieldSet, right: FieldSet): FieldSet {
  if (left === NO_FIELDS) return right;
  if (right === NO_FIELDS) return left;
  const children = new Map(left.children);
  for (const [step, set] of right.children) children.set(step, union(childOf(left, step), set));
  return { members: left.members.union(right.members), children };
}

export function intersection(left: FieldSet, right: FieldSet): FieldSet {
  return without({
    members: left.members.intersection(right.members),
    children: mapChildren(left, (step, set) => intersection(set, childOf(right, step))),
  });
}

/** The paths of `left` that are not in `right`; longer and shorter ones stay. */
export function difference(left: FieldSet, right: FieldSet): FieldSet {
  if (right === NO_FIELDS) return left;
  return without({
    members: left.members.difference(right.members),
    children: mapChildren(left, (step, set) => difference(set, childOf(right, step))),
  });
}

const mapChildren = ({ children }: FieldSet, change: (step: string, set: FieldSet) => FieldSet) =>
  new Map([...children].map(([step, set]) => [step, change(step, set)]));

/** Branches with nothing in them are no part of a set. */
const without = ({ members, children }: FieldSet): FieldSet => ({
  members,
  children: new Map([...children].filter(([, set]) => !isEmpty(set))),
});

export const notUnder = (set: FieldSet, steps: ReadonlySet<string>): FieldSet => ({
  members: set.members.difference(steps),
  children: new Map([...set.children].filter(([step]) => !steps.has(step))),
});

const KINDS = ['f', 'k', 'v', 'i'];
const byStep = (left: string, right: string) =>
  KINDS.indexOf(left[0] ?? '') - KINDS.indexOf(right[0] ?? '') || (left < right ? -1 : left > right ? 1 : 0);

/** Every path, in the order of the real server: at each step first the paths that end there. */
export function* pathsOf(set: FieldSet, before: readonly string[] = []): Generator<readonly string[]> {
  for (const step of [...set.members].sort(byStep)) yield [...before, step];
  for (const step of [...set.children.keys()].sort(byStep)) yield* pathsOf(childOf(set, step), [...before, step]);
}

export function toFieldsV1(set: FieldSet): JsonObject {
  const steps = [...set.members.union(new Set(set.children.keys()))].sort(byStep);
  return Object.fromEntries(
    steps.map((step): [string, Json] => {
      const child = set.children.get(step);
      if (child === undefined || isEmpty(child)) return [step, {}];
      return [step, { ...(set.members.has(step) && { '.': {} }), ...toFieldsV1(child) }];
    }),
  );
}

export function fromFieldsV1(fields: JsonObject): FieldSet {
  const members = new Set<string>();
  const children = new Map<string, FieldSet>();
  for (const [step, value] of Object.entries(fields)) {
    if (step === '.' || !isJsonObject(value)) continue;
    const inner = Object.keys(value);
    if (inner.length === 0 || inner.includes('.')) members.add(step);
    if (inner.some((name) => name !== '.')) children.set(step, fromFieldsV1(value));
  }
  return { members, children };
}

/** How messages write a path: `.spec.containers[name="c"].image`. */
export const pathText = (path: readonly string[]): string => path.map(stepText).join('');

export function stepText(step: string): string {
  const rest = step.slice(2);
  if (step.startsWith('k:'))
    return `[${Object.entries(JSON.parse(rest) as JsonObject)
      .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
      .join(',')}]`;
  if (step.startsWith('v:')) return `[=${rest}]`;
  return step.startsWith('i:') ? `[${rest}]` : `.${rest}`;
}
