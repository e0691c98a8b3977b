import type { StoredObject } from './kube-object.ts';
import type { FieldSchema } from './schema-source.ts';

/** All of these are pure, and throw a StatusError on a patch that is malformed or does not fit. */

export interface Writer {
  /** `fieldManager`, or the start of User-Agent. */
  readonly manager: string;
  /** RFC 3339, seconds. */
  readonly time: string;
  /** `status`, `scale`... where the write went to one. */
  readonly subresource?: string;
}

export interface ApplyRequest extends Writer {
  /** Absent: apply creates it. */
  readonly live?: StoredObject;
  /**
   * As the client sent it, not pruned and without defaults:
   * what it does not say is not its own, and what the schema does not know is refused.
   */
  readonly applied: StoredObject;
  readonly schema: FieldSchema;
  readonly force: boolean;
}

/**
 * `patch/apply.ts` exports `apply`: the merged object with its managedFields.
 * Conflicts are a StatusError (409, causes FieldManagerConflict).
 * The result is merged but not pruned and has no defaults yet. What did not change keeps its time, so that an idle apply equals `live`.
 */
export type Apply = (request: ApplyRequest) => StoredObject;

/** `patch/managed-fields.ts` exports `trackUpdate`: `after` with the managedFields that a create, update or other patch leaves. */
export type TrackUpdate = (before: StoredObject | undefined, after: StoredObject, schema: FieldSchema, writer: Writer) => StoredObject;
