import type { JsonObject } from '../../../ground/json/json.ts';
import { groupResourceOf } from './resource-info.ts';

export interface FailureCause extends JsonObject {
  /** `FieldValueInvalid`, `FieldValueRequired`, `FieldManagerConflict`... */
  readonly reason?: string;
  /** With the field before it in the sentence of the Status, without it here: `Invalid value: "A_": ...`. */
  readonly message: string;
  readonly field?: string;
}

export interface StatusDetails extends JsonObject {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly FailureCause[];
  readonly retryAfterSeconds?: number;
}

/** Kubernetes' Status of a failure, in the order of its fields on the wire. */
export interface FailureStatus extends JsonObject {
  readonly kind: 'Status';
  readonly apiVersion: 'v1';
  readonly metadata: JsonObject;
  readonly status: 'Failure';
  readonly message: string;
  readonly reason?: string;
  readonly details?: StatusDetails;
  readonly code: number;
}

/** The one way to refuse a request: what is thrown is what the client reads. */
export class StatusError extends Error {
  override readonly name = 'StatusError';
  readonly status: FailureStatus;
  constructor(code: number, reason: string | undefined, message: string, details?: StatusDetails, options?: ErrorOptions) {
    super(message, options);
    this.status = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message,
      ...(reason === undefined ? {} : { reason }),
      ...(details === undefined ? {} : { details }),
      code,
    };
  }
}

interface Resource {
  readonly group: string;
  readonly plural: string;
}

const named = ({ group, plural }: Resource, name: string): StatusDetails => ({
  ...(name === '' ? {} : { name }),
  ...(group === '' ? {} : { group }),
  kind: plural,
});

export const badRequest = (message: string, options?: ErrorOptions): StatusError =>
  new StatusError(400, 'BadRequest', message, undefined, options);

export const unauthorized = (): StatusError => new StatusError(401, 'Unauthorized', 'Unauthorized');

export const forbidden = (resource: Resource, name: string, why: string): StatusError =>
  new StatusError(
    403,
    'Forbidden',
    `${groupResourceOf(resource)}${name === '' ? '' : ` "${name}"`} is forbidden: ${why}`,
    named(resource, name),
  );

export const notFound = (resource: Resource, name: string): StatusError =>
  new StatusError(404, 'NotFound', `${groupResourceOf(resource)} "${name}" not found`, named(resource, name));

/** Nothing is served at this path. */
export const noSuchResource = (): StatusError => new StatusError(404, 'NotFound', 'the server could not find the requested resource', {});

export const methodNotAllowed = (): StatusError =>
  new StatusError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {});

export const alreadyExists = (resource: Resource, name: string, isLeaving = false): StatusError =>
  new StatusError(
    409,
    'AlreadyExists',
    `${isLeaving ? 'object is being deleted: ' : ''}${groupResourceOf(resource)} "${name}" already exists`,
    named(resource, name),
  );

export const conflict = (resource: Resource, name: string, why: string): StatusError =>
  new StatusError(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${groupResourceOf(resource)} "${name}": ${why}`,
    named(resource, name),
  );

export const STALE = 'the object has been modified; please apply your changes to the latest version and try again';

export const applyConflict = (message: string, causes: readonly FailureCause[]): StatusError =>
  new StatusError(409, 'Conflict', message, { causes });

/** The revision that was asked for is no longer kept. */
export const expired = (message: string): StatusError => new StatusError(410, 'Expired', message);

export const tooLarge = (limit: number): StatusError =>
  new StatusError(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${limit}`);

export const unsupportedMediaType = (accepted: readonly string[]): StatusError =>
  new StatusError(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`,
  );

/** A body may hold a hundred thousand mistakes, each told at ten times its length. */
const MOST_CAUSES = 1_000;

export const invalid = (
  { group, kind }: { readonly group: string; readonly kind: string },
  name: string,
  causes: readonly FailureCause[],
): StatusError => {
  // A rule may be broken twice over, by the object and by its update: it is told once.
  const sentences = [
    ...new Set(causes.slice(0, MOST_CAUSES).map(({ field, message }) => (field === undefined ? message : `${field}: ${message}`))),
  ];
  const told = sentences.length === 1 ? sentences[0] : `[${sentences.join(', ')}]`;
  const subject = group === '' ? kind : `${kind}.${group}`;
  return new StatusError(422, 'Invalid', `${subject} "${name}" is invalid: ${told}`, {
    ...(name === '' ? {} : { name }),
    ...(group === '' ? {} : { group }),
    ...(kind === '' ? {} : { kind }),
    causes: causes.slice(0, MOST_CAUSES),
  });
};

export const tooManyRequests = (message: string, retryAfterSeconds: number): StatusError =>
  new StatusError(429, 'TooManyRequests', message, { retryAfterSeconds });

export const internalError = (message: string, options?: ErrorOptions): StatusError =>
  new StatusError(500, 'InternalError', `Internal error occurred: ${message}`, { causes: [{ message }] }, options);

/** Kubernetes has it, this server has not: never a false success. */
export const notServed = (what: string): StatusError =>
  new StatusError(501, 'NotImplemented', `the embedded API server does not serve ${what}`, {});

/** A revision of the future. */
export const tooLargeRevision = (requested: number, current: number): StatusError =>
  new StatusError(504, 'Timeout', `Timeout: Too large resource version: ${requested}, current: ${current}`, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  });
