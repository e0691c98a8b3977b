import { X509Certificate } from 'node:crypto';
import { Agent } from 'node:https';
import { checkServerIdentity, connect, type ConnectionOptions, type TLSSocket } from 'node:tls';

/** What OpenSSL says last of a certificate that it finds too old or too new by the machine's clock. */
const DATED: ReadonlySet<string> = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);

/** As Go does, one believes any certificate that is in the bundle, be it an authority's or the webhook's own: envtest gives the latter. */
export const trusting = (authorities: string | undefined) =>
  authorities === undefined ? {} : { ca: authorities, allowPartialTrustChain: true };

/** An agent that judges certificates by the clock of the server, where that is not the machine's: what Node checks, it checks itself. */
export function datedAgent(authorities: string | undefined, clock: () => number): Agent {
  const trusted = (authorities?.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? []).map(
    (pem) => new X509Certificate(pem),
  );
  const agent = new Agent({ keepAlive: true, ...trusting(authorities) });
  agent.createConnection = (options: ConnectionOptions, done) => {
    const socket = connect({ ...options, rejectUnauthorized: false });
    const failed = (error: Error) => done?.(error, socket);
    socket.once('error', failed);
    socket.once('secureConnect', () => {
      socket.removeListener('error', failed);
      const problem = problemOf(socket, options.servername || (options.host ?? ''), trusted, clock());
      if (problem === undefined) return done?.(null, socket);
      socket.destroy();
      failed(problem);
    });
    return undefined;
  };
  return agent;
}

function problemOf(socket: TLSSocket, host: string, trusted: readonly X509Certificate[], now: number): Error | undefined {
  const leaf = socket.getPeerX509Certificate();
  const code = String(socket.authorizationError ?? '');
  const unlike = (why: string) => Object.assign(new Error(why), { code: why });
  if (leaf === undefined) return unlike('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  if (code !== '' && !DATED.has(code) && code !== 'ERR_TLS_CERT_ALTNAME_INVALID') return unlike(code);
  // Whatever else OpenSSL has found, a date may have hidden it.
  const issuer = trusted.find(
    (each) => each.fingerprint256 === leaf.fingerprint256 || (leaf.checkIssued(each) && leaf.verify(each.publicKey)),
  );
  if (issuer === undefined) return unlike('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  const holds = ({ validFromDate, validToDate }: X509Certificate) => validFromDate.getTime() <= now && now <= validToDate.getTime();
  if (!holds(leaf) || !holds(issuer)) return unlike('CERT_HAS_EXPIRED');
  return checkServerIdentity(host, leaf.toLegacyObject());
}
