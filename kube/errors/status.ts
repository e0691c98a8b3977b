import { isRecord } from '../../ground/json/json.ts';
import { resourceTitle, type KubeObject, type Resource } from '../objects/resource.ts';
import { ApiError, type ApiErrorCode, type StatusCause } from './api-error.ts';

/** The parts of a Status, Kubernetes' answer to what fails, that are made use of. */
interface Status {
  readonly code?: number;
  readonly reason?: string;
  readonly message?: string;
  readonly causes?: readonly StatusCause[];
  readonly retryAfterSeconds?: number;
}

interface Answered {
  readonly status: number;
  readonly retryAfter?: string;
  /** What was asked about. */
  readonly about?: Resource<KubeObject>;
}

/** The error that a Status stands for. `attempt` is what was tried: `list pods in kingdom-of-foobar`. */
export function errorOfStatus(attempt: string, body: unknown, http: Answered): ApiError {
  const status = statusOf(body);
  const why = noSuchResource(status, http) ?? status.message ?? plain(body) ?? `the API server answered ${http.status}`;
  const code = codeOf(status.code ?? http.status, status);
  const retryAfterMs = retryAfter(http.retryAfter) ?? (status.retryAfterSeconds ? status.retryAfterSeconds * 1_000 : undefined);
  return new ApiError(code, `could not ${attempt}: ${shortened(why)}${ADVICE[code] ?? ''}`, {
    status: http.status,
    reason: status.reason,
    causes: status.causes,
    said: status.message,
    retryAfterMs,
  });
}

/** No object is named where a path leads nowhere: the cluster does not have the kind. */
function noSuchResource({ reason, message }: Status, { status, about }: Answered): string | undefined {
  const leadsNowhere = reason === undefined || message === 'the server could not find the requested resource';
  if (status !== 404 || about === undefined || !leadsNowhere) return undefined;
  const defined = about.group.includes('.') && !about.group.endsWith('.k8s.io');
  return `the cluster has no ${resourceTitle(about)} of version ${about.version}${defined ? ': is its CustomResourceDefinition applied?' : ''}`;
}

/** An error is read in a line or two, and logged again and again. */
const LONGEST_MESSAGE = 1_500;
const shortened = (why: string): string =>
  (why.length > LONGEST_MESSAGE ? `${why.slice(0, LONGEST_MESSAGE)}…` : why).replaceAll(/\s*\n\s*/g, ' ');

const ADVICE: Partial<Record<ApiErrorCode, string>> = {
  unauthorized: '; sign in again, or check that the kubeconfig names the right user',
};

/** Field by field: what answers may be anything. */
function statusOf(body: unknown): Status {
  if (!isRecord(body) || body['kind'] !== 'Status') return {};
  const details = isRecord(body['details']) ? body['details'] : {};
  const causes: readonly unknown[] = Array.isArray(details['causes']) ? details['causes'] : [];
  return {
    code: numberIn(body, 'code'),
    reason: textIn(body, 'reason'),
    message: textIn(body, 'message'),
    causes: causes
      .filter((cause) => isRecord(cause))
      .map((cause) => ({ field: textIn(cause, 'field'), reason: textIn(cause, 'reason'), message: textIn(cause, 'message') })),
    retryAfterSeconds: numberIn(details, 'retryAfterSeconds'),
  };
}

type Fields = Readonly<Record<string, unknown>>;
const textIn = (fields: Fields, name: string): string | undefined => {
  const value = fields[name];
  return typeof value === 'string' ? value : undefined;
};
const numberIn = (fields: Fields, name: string): number | undefined => {
  const value = fields[name];
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
};

/** What something other than an API server says, if it is short enough to be read. */
function plain(body: unknown): string | undefined {
  const text = typeof body === 'string' ? body.trim() : '';
  return text === '' || text.length > 300 ? undefined : text;
}

function codeOf(http: number, { reason, message, causes }: Status): ApiErrorCode {
  if (causes?.some((cause) => cause.reason === 'ResourceVersionTooLarge') || message?.startsWith('Too large resource version'))
    return 'version-too-large';
  switch (http) {
    case 400:
      return 'bad-request';
    case 401:
      return 'unauthorized';
    case 403:
      return 'forbidden';
    case 404:
      return 'not-found';
    case 409:
      return reason === 'AlreadyExists' ? 'already-exists' : 'conflict';
    case 410:
      return 'expired';
    case 422:
      return 'invalid';
    case 429:
      return 'too-many-requests';
    case 405:
    case 406:
    case 415:
    case 501:
      return 'unsupported';
    default:
      return http >= 500 ? 'unavailable' : 'malformed';
  }
}

/** In seconds. A date, which HTTP also allows, no API server sends. */
const retryAfter = (header: string | undefined): number | undefined =>
  header !== undefined && /^\d{1,6}$/.test(header) ? Number(header) * 1_000 : undefined;
