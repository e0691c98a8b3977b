import { X509Certificate } from 'node:crypto';
import { createAuthority, readAuthority, type CertificateAuthority } from '../../../ground/certificates/certificate.ts';
import type { Secret } from '../../../kube/objects/built-in.ts';

/** The authorities of a program's webhooks, as its Secret holds them. */
export interface Authorities {
  /** Signs what is served. */
  readonly signing?: CertificateAuthority;
  /** Is made known first, and signs then. */
  readonly next?: CertificateAuthority;
  /** PEM: all that API servers are to trust. */
  readonly trusted: readonly string[];
}

/** How long certificates hold. */
export interface CertificateLives {
  readonly authorityMs: number;
  readonly servingMs: number;
}

/** Whether API servers have been told whom to trust. */
export interface BundleState {
  /** All configurations that are there hold it. */
  readonly isTold: boolean;
  /** Since when, on the clock of `now`. */
  readonly toldSince: number;
}

export type AuthorityStep =
  | { readonly do: 'write'; readonly authorities: Authorities }
  | { readonly do: 'tell' }
  | { readonly do: 'wait'; readonly ms: number };

/** So long after it was told the slowest API server has heard of an authority. */
const SETTLED_MS = 60_000;

const expiryOf = (certificate: string): number => new X509Certificate(certificate).validToDate.getTime();
/** At two thirds of its life. */
export const renewalOf = (certificate: string, lifeMs: number): number => expiryOf(certificate) - lifeMs / 3;

/** What is to be done next, so that nothing is served that API servers have not been told to trust. */
export function decideAuthorities(
  known: Authorities,
  { isTold, toldSince }: BundleState,
  now: number,
  make: () => CertificateAuthority,
  { authorityMs }: CertificateLives,
): AuthorityStep {
  const { signing, next, trusted } = known;
  const isDue = signing === undefined || renewalOf(signing.certificate, authorityMs) <= now;
  if (next === undefined && isDue) {
    const made = make();
    return { do: 'write', authorities: { ...known, next: made, trusted: [...alive(trusted, now), made.certificate] } };
  }
  if (!isTold) return { do: 'tell' };
  if (next !== undefined) {
    const inUse = signing !== undefined && expiryOf(signing.certificate) > now;
    const ms = inUse ? toldSince + SETTLED_MS - now : 0;
    return ms > 0 ? { do: 'wait', ms } : { do: 'write', authorities: { signing: next, trusted } };
  }
  const left = alive(trusted, now);
  if (left.length < trusted.length) return { do: 'write', authorities: { ...known, trusted: left } };
  const due = [...trusted.map(expiryOf), ...(signing === undefined ? [] : [renewalOf(signing.certificate, authorityMs)])];
  return { do: 'wait', ms: Math.max(0, Math.min(...due) - now) };
}

const alive = (certificates: readonly string[], now: number): readonly string[] => certificates.filter((each) => expiryOf(each) > now);

export const newAuthority = (program: string, now: number, { authorityMs }: CertificateLives): CertificateAuthority =>
  createAuthority(`${program.slice(0, 30)} ${new Date(now).toISOString()}`, now, authorityMs);

/** What a Secret holds; nothing, where it holds what nobody can read. */
export function readAuthorities(secret: Secret | undefined): Authorities {
  const text = (field: string): string => Buffer.from(secret?.data?.[field] ?? '', 'base64').toString('utf8');
  const pair = (name: string): CertificateAuthority | undefined => {
    const [certificate, key] = [text(`${name}.crt`), text(`${name}.key`)];
    return certificate === '' || key === '' ? undefined : readAuthority({ certificate, key });
  };
  try {
    const [signing, next] = [pair('signing'), pair('next')];
    const trusted = text('ca.crt').match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----\n?/g) ?? [];
    trusted.forEach(expiryOf); // throws where one cannot be read
    return { ...(signing && { signing }), ...(next && { next }), trusted };
  } catch {
    return { trusted: [] };
  }
}

/** As Secrets and configurations hold a text. */
export const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** What a Secret is to hold; null for what goes. */
export const secretData = ({ signing, next, trusted }: Authorities): Readonly<Record<string, string | null>> => ({
  'ca.crt': base64(trusted.join('')),
  ...pairData('signing', signing),
  ...pairData('next', next),
});

const pairData = (name: string, authority: CertificateAuthority | undefined) => ({
  [`${name}.crt`]: authority === undefined ? null : base64(authority.certificate),
  [`${name}.key`]: authority === undefined ? null : base64(authority.key),
});
