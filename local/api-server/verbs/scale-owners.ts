import type { StoredObject } from '../contracts/kube-object.ts';
import { childOf, difference, setOf, type FieldSet } from '../patch/field-set.ts';
import { readOwners, withoutEmpty, withOwners, type FieldOwner, type Owners } from '../patch/managers.ts';

const SCALE = 'autoscaling/v1';
const IN_SCALE = ['f:spec', 'f:replicas'] as const;

const has = (fields: FieldSet, [first = '', ...rest]: readonly string[]): boolean =>
  rest.length === 0 ? fields.members.has(first) : has(childOf(fields, first), rest);

const steps = (path: readonly string[]): readonly string[] => path.map((name) => `f:${name}`);

/** Those who own the replicas of an object, as owners of its scale. `path` leads to the replicas. */
export const ownersOfScale = ({ metadata }: StoredObject, path: readonly string[]): Owners =>
  new Map(
    [...readOwners(metadata.managedFields)]
      .filter(([, { fields }]) => has(fields, steps(path)))
      .map(([key, owner]) => [key, { ...owner, apiVersion: SCALE, fields: setOf(...IN_SCALE) }]),
  );

/**
 * The object with its owners, after those of its scale have become others. Who has applied is found again; who has updated is noted anew
 * by every write of the scale, without a time, and so beside what else of the object is theirs: since such a writer is known by the
 * version that was written, too, and that was another one. The next reading of the entries then keeps the last of each name.
 */
export function withScaleOwners(object: StoredObject, scale: StoredObject, path: readonly string[]): StoredObject {
  const left = new Map(readOwners(scale.metadata.managedFields));
  const replicas = setOf(...steps(path));
  const kept = [...readOwners(object.metadata.managedFields)].map(([key, owner]): [string, FieldOwner] => {
    if (!has(owner.fields, steps(path))) return [key, owner];
    return [key, left.delete(key) ? owner : { ...owner, fields: difference(owner.fields, replicas) }];
  });
  const come = [...left]
    .filter(([, { fields }]) => has(fields, IN_SCALE))
    .map(([key, { manager, operation, subresource }]): [string, FieldOwner] => [
      key,
      { manager, operation, apiVersion: object.apiVersion, fields: replicas, ...(subresource === undefined ? {} : { subresource }) },
    ]);
  return withOwners(object, withoutEmpty(new Map([...kept, ...come])));
}
