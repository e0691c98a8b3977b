import type { JsonObject } from '../../../ground/json/json.ts';
import type { KubeObject } from '../contracts/kube-object.ts';
import { equal } from '../../../ground/json/equal.ts';
import type { Store } from '../store/store.ts';

/** What a strategy may see of the world. */
export interface World {
  readonly store: Store;
  readonly clock: () => number;
  readonly dryRun: boolean;
}

/** What is particular to one resource when it is written. All functions are pure but for what `World` gives. */
export interface Strategy {
  /** `metadata.generation` counts changes of anything but metadata and status. */
  readonly generation?: boolean;
  /** Annotations count too. */
  readonly generationOfAnnotations?: boolean;
  /** And so does the status: where it is no subresource. */
  readonly generationOfStatus?: boolean;
  /** PUT to a name that does not exist creates it. */
  readonly createOnUpdate?: boolean;
  /** DELETE answers the object rather than a Status. */
  readonly answersDeleted?: boolean;
  /** The finalizer that a wish to delete leaves: what it names is cleaned up first. */
  readonly endsBy?: string;
  /** What reading an object makes of it, before managedFields are counted. */
  onDecode?(object: KubeObject): KubeObject;
  /** What the server itself sets on a new object, after defaults. */
  onCreate?(object: KubeObject, world: World): KubeObject;
  onUpdate?(object: KubeObject, old: KubeObject, world: World): KubeObject;
  /** What a write to `status` may not touch, besides the spec. */
  onStatus?(object: KubeObject, old: KubeObject): KubeObject;
  /** Seconds between the wish to delete and the end; 0 for at once. */
  grace?(object: KubeObject, asked: number | undefined): number;
}

/** The object without a top-level field. */
export function without(object: KubeObject, field: string): KubeObject {
  const { [field]: _, ...rest } = object;
  return rest as KubeObject;
}

export const withField = (object: KubeObject, field: string, value: JsonObject | undefined): KubeObject =>
  value === undefined ? without(object, field) : { ...object, [field]: value };

/** Whether anything but metadata and status differs. */
export function specChanged(object: KubeObject, old: KubeObject): boolean {
  const bare = ({ metadata: _metadata, status: _status, ...rest }: KubeObject): JsonObject => rest;
  return !equal(bare(object), bare(old));
}
