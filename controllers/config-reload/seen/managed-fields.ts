import type { ObjectMeta } from '../../../kube/objects/resource.ts';
import { FIELD_MANAGER } from './field-manager.ts';

type ManagedFields = NonNullable<ObjectMeta['managedFields']>[number];
type FieldTree = Readonly<Record<string, unknown>>;

/**
 * When one of these fields was last written, in ms since 1970, to the second. It is known from the times of its field managers:
 * each is that of the manager's last write, of whichever field, so the result is never too early. Undefined if no manager is recorded.
 */
export function lastWrite(metadata: ObjectMeta = {}, ...paths: readonly (readonly string[])[]): number | undefined {
  if (metadata.managedFields === undefined) return undefined;
  const times = metadata.managedFields
    .filter(({ fieldsV1, subresource }) => subresource === undefined && paths.some((path) => has(fieldsV1, path)))
    .map(({ time }) => Date.parse(time ?? ''));
  const known = [...times, Date.parse(metadata.creationTimestamp ?? '')].filter((time) => !Number.isNaN(time));
  return known.length === 0 ? undefined : Math.max(...known);
}

/** Has another manager written this annotation? The one that changes a value becomes its owner. */
export function isWrittenByOthers({ managedFields = [] }: ObjectMeta = {}, annotation: string): boolean {
  const owners = managedFields.filter(({ fieldsV1 }) => has(fieldsV1, ['f:metadata', 'f:annotations', `f:${annotation}`]));
  return owners.length > 0 && owners.every(({ manager }) => manager !== FIELD_MANAGER);
}

/** The other manager that wrote last, writes of the status aside. */
export function lastOtherManager({ managedFields = [] }: ObjectMeta = {}): string | undefined {
  const timeOf = ({ time }: ManagedFields) => time ?? '';
  const others = managedFields.filter(({ manager, subresource }) => manager !== FIELD_MANAGER && subresource === undefined);
  return [...others].sort((one, other) => (timeOf(one) < timeOf(other) ? -1 : 1)).at(-1)?.manager;
}

const has = (tree: unknown, [first, ...rest]: readonly string[]): boolean =>
  first === undefined || (isTree(tree) && first in tree && has(tree[first], rest));

const isTree = (value: unknown): value is FieldTree => typeof value === 'object' && value !== null;
