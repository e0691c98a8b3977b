import type { JsonObject } from '../../../ground/json/json.ts';
import type { RequestUser } from '../auth/user.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import { equal } from '../../../ground/json/equal.ts';
import type { ObjectStore } from '../store/store.ts';

/** What a strategy may see of the world. */
export interface StrategyContext {
  readonly store: ObjectStore;
  readonly clock: () => number;
  readonly dryRun: boolean;
  /** Who writes. */
  readonly user: RequestUser;
}

/** What is particular to one resource when it is written. All functions are pure but for what `World` gives. */
export interface ResourceStrategy {
  /** `metadata.generation` counts changes of anything but metadata and status. */
  readonly generation?: boolean;
  /** Annotations count too. */
  readonly generationOfAnnotations?: boolean;
  /** And so does the status: where it is not a subresource. */
  readonly generationOfStatus?: boolean;
  /** PUT to a name that does not exist creates it. */
  readonly createOnUpdate?: boolean;
  /** DELETE answers the object rather than a Status. */
  readonly answersDeleted?: boolean;
  /** Who deletes it and says nothing of what it owns leaves that behind, and is told so by a warning where there is one. */
  readonly leaves?: { readonly warning?: string };
  /** The finalizer that a wish to delete leaves: what it names is cleaned up first. */
  readonly endsBy?: string;
  /** What reading an object makes of it, before managedFields are counted. */
  onDecode?(object: StoredObject): StoredObject;
  /** What the server itself sets on a new object, after defaults. */
  onCreate?(object: StoredObject, world: StrategyContext): StoredObject;
  onUpdate?(object: StoredObject, old: StoredObject, world: StrategyContext): StoredObject;
  /** What a write to `status` may not touch, besides the spec. */
  onStatus?(object: StoredObject, old: StoredObject): StoredObject;
  /** Seconds between the wish to delete and the end; 0 for at once. */
  grace?(object: StoredObject, requested: number | undefined): number;
}

/** The object without a top-level field. */
export function without(object: StoredObject, field: string): StoredObject {
  const { [field]: _, ...rest } = object;
  return rest as StoredObject;
}

export const withField = (object: StoredObject, field: string, value: JsonObject | undefined): StoredObject =>
  value === undefined ? without(object, field) : { ...object, [field]: value };

/** Whether anything but metadata and status differs. */
export function specChanged(object: StoredObject, old: StoredObject): boolean {
  const bare = ({ metadata: _metadata, status: _status, ...rest }: StoredObject): JsonObject => rest;
  return !equal(bare(object), bare(old));
}
