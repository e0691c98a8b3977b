import type { JsonObject } from '../../../ground/json/json.ts';
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

/** What CustomResourceDefinitions ask of objects, by their schemas and by the rules that they add to these (`x-kubernetes-validations`). */
export interface CustomRules {
  /** What is wrong with a definition, besides its metadata. */
  definition(request: ValidationRequest): readonly FailureCause[];
  /** What is wrong with an object of a kind that is defined, besides its metadata, which is looked at before. */
  object(request: ValidationRequest, metadata: readonly FailureCause[]): readonly FailureCause[];
  /** Whether a definition has some. */
  any(definition: StoredObject): boolean;
  /** What they have against an object. What was wrong before, and is as it was, is warned of. */
  broken(
    definition: StoredObject,
    schema: JsonObject,
    object: StoredObject,
    old: StoredObject | undefined,
    warn: (message: string) => void,
  ): readonly FailureCause[];
  /** What is wrong with them. `isSound`: nothing else is wrong with the schema, so that they can be compiled. */
  bad(schema: JsonObject, path: string, isSound: boolean): readonly FailureCause[];
}

export interface ValidationRequest {
  readonly served: ServedResource;
  readonly object: StoredObject;
  /** The stored object, for an update: immutable fields. */
  readonly old?: StoredObject;
  readonly subresource?: string;
  /** For a policy that has parameters, and for one that has variables. */
  readonly expressions?: (params: boolean, composes: boolean) => PolicyExpressions;
  /** For definitions, and for what they define. */
  readonly rules: CustomRules;
  readonly warn?: (message: string) => void;
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
