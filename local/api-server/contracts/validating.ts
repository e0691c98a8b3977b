import type { StoredObject } from './kube-object.ts';
import type { ServedResource } from './schema-source.ts';
import type { FailureCause } from './status-error.ts';

/** What an expression of a policy is for: that says what it has to yield. */
export type Evaluation = 'annotation' | 'condition' | 'message' | 'validation' | 'variable';

export interface ExpressionProblem {
  readonly message: string;
  /** The real server calls it an error of its own. */
  readonly internal: boolean;
}

/** The expressions of one policy, in their order: each may use the variables before it. undefined is said where one compiles. */
export interface PolicyExpressions {
  problem(expression: string, as: Evaluation): ExpressionProblem | undefined;
  variableProblem(name: string, expression: string): ExpressionProblem | undefined;
}

export interface ValidationRequest {
  readonly served: ServedResource;
  readonly object: StoredObject;
  /** The stored object, for an update: immutable fields. */
  readonly old?: StoredObject;
  readonly subresource?: string;
  /** For a policy that has parameters, and for one that has variables. */
  readonly expressions?: (params: boolean, composes: boolean) => PolicyExpressions;
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
