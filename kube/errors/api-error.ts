/** What a caller may do next. A new code needs a row here, and a section in docs/errors.md. */
export const REMEDIES = {
  /** The object changed since it was read (409): read it again, then decide again. */
  conflict: 'read-again',
  /** An object of that name is there (409): read it, it may be one's own. */
  'already-exists': 'read-again',
  /** The resourceVersion or the continue token is too old (410): list again. */
  expired: 'list-again',
  /** The resourceVersion is one that the server has not reached: list again without it. */
  'version-too-large': 'list-again',
  /** The server asks to slow down (429), or an eviction is held up by a disruption budget. */
  'too-many-requests': 'retry',
  /** The server, or what is in front of it, failed (5xx). */
  unavailable: 'retry',
  /** No answer: refused, reset, unresolved, or cut off. */
  unreachable: 'retry',
  /** No answer within the deadline. */
  timeout: 'retry',
  /** The credentials were not accepted (401), not even after they were read again. */
  unauthorized: 'sign-in',
  /** Understood and refused (403): by RBAC, or by admission. */
  forbidden: 'ask-for-access',
  'not-found': 'give-up',
  /** The body or the query is wrong (400). */
  'bad-request': 'give-up',
  /** The object breaks a rule (422); `causes` names the fields. */
  invalid: 'give-up',
  /** The server does not do that: 405, 406, 415, 501. */
  unsupported: 'give-up',
  /** What came back is not what the Kubernetes API answers. */
  malformed: 'give-up',
  /** The server's certificate is not one that the certificate authority of the kubeconfig vouches for. */
  untrusted: 'sign-in',
  /** The connection's own settings are wrong: kubeconfig, client certificate, credential plugin. */
  configuration: 'give-up',
} as const;

export type ApiErrorCode = keyof typeof REMEDIES;
export type Remedy = (typeof REMEDIES)[ApiErrorCode];

export interface ApiErrorDetails extends ErrorOptions {
  /** The HTTP status, where there was an answer. */
  readonly status?: number;
  /** The `reason` of the server's Status: `AlreadyExists`, `Invalid`, … */
  readonly reason?: string;
  readonly causes?: readonly StatusCause[];
  /** The server's own words, whole. */
  readonly said?: string;
  /** How long the server asks to wait. */
  readonly retryAfterMs?: number;
  /** True where the request may have taken effect though no answer says so. */
  readonly outcomeUnknown?: boolean;
}

export interface StatusCause {
  readonly field?: string;
  readonly reason?: string;
  readonly message?: string;
}

/** The API server refused a request, or could not be reached. Nothing else is thrown by this folder's requests, an abort aside. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ApiErrorCode;
  readonly status: number | undefined;
  readonly reason: string | undefined;
  readonly causes: readonly StatusCause[];
  /** The server's own words, whole, where it had any: `message` also tells what was tried, and is shortened. */
  readonly said: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly outcomeUnknown: boolean;

  constructor(code: ApiErrorCode, message: string, details: ApiErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.status = details.status;
    this.reason = details.reason;
    this.causes = details.causes ?? [];
    this.said = details.said;
    this.retryAfterMs = details.retryAfterMs;
    this.outcomeUnknown = details.outcomeUnknown ?? false;
  }

  get remedy(): Remedy {
    return REMEDIES[this.code];
  }

  /** Is it an ApiError, and of one of these codes? */
  static is(error: unknown, ...codes: readonly ApiErrorCode[]): error is ApiError {
    return error instanceof ApiError && (codes.length === 0 || codes.includes(error.code));
  }
}
