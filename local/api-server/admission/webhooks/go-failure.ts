interface NetworkProblem {
  readonly code?: string;
  readonly name?: string;
  readonly message?: string;
  readonly host?: string;
  readonly cert?: { readonly subjectaltname?: string };
}

const UNKNOWN_AUTHORITY: ReadonlySet<string> = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);
const x509 = (what: string) => `tls: failed to verify certificate: x509: ${what}`;

/** What went wrong between this server and a webhook, as Go's client says it. */
export function goFailure(error: unknown, dial: { readonly host: string; readonly port: number }): string {
  const { code = '', name = '', message = String(error), host = '', cert } = (error ?? {}) as NetworkProblem;
  const address = `${dial.host.includes(':') && !dial.host.startsWith('[') ? `[${dial.host}]` : dial.host}:${dial.port}`;
  if (name === 'TimeoutError' || name === 'AbortError') return 'context deadline exceeded';
  if (UNKNOWN_AUTHORITY.has(code)) return x509('certificate signed by unknown authority');
  switch (code) {
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID':
      return x509('certificate has expired or is not yet valid');
    case 'ECONNREFUSED':
      return `dial tcp ${address}: connect: connection refused`;
    case 'ECONNRESET':
      return 'EOF';
    case 'EHOSTUNREACH':
      return `dial tcp ${address}: connect: no route to host`;
    case 'ENOTFOUND':
      return `dial tcp: lookup ${dial.host}: no such host`;
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return x509(namesProblem(host, cert?.subjectaltname ?? ''));
    default:
      return message;
  }
}

function namesProblem(host: string, names: string): string {
  const all = names.split(', ');
  const starting = (sign: string) => all.filter((name) => name.startsWith(sign)).map((name) => name.slice(sign.length));
  const isAddress = /^[\d.]+$|:/.test(host);
  const held = starting(isAddress ? 'IP Address:' : 'DNS:');
  if (held.length > 0) return `certificate is valid for ${held.join(', ')}, not ${host}`;
  return isAddress
    ? `cannot validate certificate for ${host} because it doesn't contain any IP SANs`
    : `certificate is not valid for any names, but wanted to match ${host}`;
}
