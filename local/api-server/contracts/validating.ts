import type { StoredObject } from './kube-object.ts';
import type { ServedResource } from './schema-source.ts';
import type { FailureCause } from './status-error.ts';

export interface ValidationRequest {
  readonly served: ServedResource;
  readonly object: StoredObject;
  /** The stored object, for an update: immutable fields. */
  readonly old?: StoredObject;
  readonly subresource?: string;
}

/**
 * `validation/validate.ts` exports `validate`: names, labels, annotations,
 * and the rules of the kind, word for word. Empty: all is well.
 */
export type Validate = (request: ValidationRequest) => readonly FailureCause[];

/**
 * `protobuf/decode.ts` exports `decodeProtobuf`: the object in an application/vnd.kubernetes.protobuf body.
 * StatusError 400 if malformed, 415 for a kind that it does not know.
 */
export type DecodeProtobuf = (body: Uint8Array) => StoredObject;
