import { ApiError } from './api-error.ts';
import { messageOf } from '../../ground/text/message-of.ts';

/** What a failed connection means. `sent`: something of the request may have reached the server. */
export function connectionError(
  cause: unknown,
  { attempt, server, writes }: { attempt: string; server: string; writes: boolean },
): ApiError {
  const code = codeOf(cause);
  const why = messageOf(cause);
  const failed = `could not ${attempt}:`;
  if (UNTRUSTED.test(code))
    return new ApiError(
      'untrusted',
      `${failed} the certificate of ${server} is not trusted (${why}); check that certificate-authority and tls-server-name of the kubeconfig belong to that server`,
      { cause },
    );
  if (REFUSED_CERTIFICATE.test(code))
    return new ApiError(
      'unauthorized',
      `${failed} ${server} does not accept the client certificate (${why}); sign in again, or check that the kubeconfig names the right user`,
      { cause },
    );
  if (UNUSABLE.test(code))
    return new ApiError('configuration', `${failed} a certificate or key of the kubeconfig cannot be used (${why})`, { cause });
  if (NEVER_SENT.has(code) || code.startsWith('ERR_SSL_'))
    return new ApiError(
      'unreachable',
      `${failed} ${server} cannot be reached (${why}); check that the cluster is running, and that the context is the right one`,
      { cause },
    );
  return new ApiError('unreachable', `${failed} the connection to ${server} broke off (${why})`, { cause, outcomeUnknown: writes });
}

/** A connection that had stood was ended: a kept one may be, in the very moment in which it is used again. */
export const isReset = (error: unknown): boolean => RESET.has(codeOf(error));

/** The last one: a proxy that would not connect; an abort of one's own is not asked here. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_PRX_CONN',
  'UND_ERR_PRX_TLS',
  'UND_ERR_ABORTED',
]);
const RESET = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);
const REFUSED_CERTIFICATE = /^ERR_SSL_.*ALERT_(?:UNKNOWN_CA|.*CERTIFICATE)/;
const UNUSABLE = /^ERR_(?:OSSL|CRYPTO)_/;
const UNTRUSTED = /^(CERT_|ERR_TLS_CERT|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_)/;

/** The system's code of a failure, or that of what caused it. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const { code, errors, cause } = error as { readonly code?: unknown; readonly errors?: readonly unknown[]; readonly cause?: unknown };
  return typeof code === 'string' ? code : codeOf(errors?.[0] ?? cause);
}
