import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  X509Certificate,
  type KeyObject,
} from 'node:crypto';
import { isIPv4, isIPv6 } from 'node:net';
import { bits, boolean, explicit, implicit, integer, objectId, octets, sequence, set, time, utf8, type Der } from './der.ts';

/** A key and the certificate for it, both PEM. */
export interface CertificateAndKey {
  readonly certificate: string;
  readonly key: string;
}

/** An identity that signs others. */
export interface CertificateAuthority extends CertificateAndKey {
  readonly name: string;
  readonly signingKey: KeyObject;
  readonly keyId: Der;
}

const DAY_MS = 86_400_000;
const TEN_YEARS_MS = 3_650 * DAY_MS;
const ECDSA_WITH_SHA256 = sequence(objectId('1.2.840.10045.4.3.2'));

const commonName = (name: string) => sequence(set(sequence(objectId('2.5.4.3'), utf8(name))));
const extension = (oid: string, value: Der, critical = false) =>
  sequence(objectId(oid), ...(critical ? [boolean(true)] : []), octets(value));
const pem = (label: string, der: Der) =>
  `-----BEGIN ${label}-----\n${Buffer.from(der)
    .toString('base64')
    .replace(/.{1,64}/g, '$&\n')}-----END ${label}-----\n`;

interface Certificate {
  readonly subject: string;
  readonly issuer: string;
  readonly publicKey: KeyObject;
  readonly signingKey: KeyObject;
  readonly extensions: readonly Der[];
  readonly now: number;
  readonly lifeMs: number;
}

function certificate({ subject, issuer, publicKey, signingKey, extensions, now, lifeMs }: Certificate): string {
  const serial = randomBytes(16);
  serial.writeUInt8((serial.readUInt8(0) & 0x7f) | 0x40, 0);
  const toBeSigned = sequence(
    explicit(0, integer(Buffer.from([2]))), // version 3
    integer(serial),
    ECDSA_WITH_SHA256,
    commonName(issuer),
    sequence(time(new Date(now - DAY_MS)), time(new Date(now + lifeMs))), // a clock may be a little behind
    commonName(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    explicit(3, sequence(...extensions)),
  );
  return pem('CERTIFICATE', sequence(toBeSigned, ECDSA_WITH_SHA256, bits(sign('sha256', toBeSigned, signingKey))));
}

const newKeys = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const privatePem = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString();
const identifier = (key: KeyObject) =>
  createHash('sha1')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest();

export function createAuthority(name: string, now: number, lifeMs = TEN_YEARS_MS): CertificateAuthority {
  const { privateKey, publicKey } = newKeys();
  const keyId = identifier(publicKey);
  const extensions = [
    extension('2.5.29.19', sequence(boolean(true)), true), // a certificate authority
    extension('2.5.29.15', bits(Buffer.from([0x06]), 1), true), // signs certificates and revocation lists
    extension('2.5.29.14', octets(keyId)),
  ];
  return {
    name,
    keyId,
    signingKey: privateKey,
    key: privatePem(privateKey),
    certificate: certificate({ subject: name, issuer: name, publicKey, signingKey: privateKey, extensions, now, lifeMs }),
  };
}

/** An authority that `createAuthority` has made, from what was kept of it. Throws where it is no such pair. */
export function readAuthority({ certificate: kept, key }: CertificateAndKey): CertificateAuthority {
  const signingKey = createPrivateKey(key);
  const shown = new X509Certificate(kept);
  if (!shown.checkPrivateKey(signingKey)) throw new Error('the certificate is not that of the key');
  const name = shown.subject.replace(/^CN=/, '');
  return { name, keyId: identifier(createPublicKey(signingKey)), signingKey, certificate: kept, key };
}

const addressBytes = (address: string): Der =>
  isIPv4(address) ? Buffer.from(address.split('.').map(Number)) : Buffer.from([...Array.from({ length: 15 }, () => 0), 1]);

/** A server's identity for host names and addresses; of IPv6 only the loopback. */
export function issueServer(
  authority: CertificateAuthority,
  hosts: readonly string[],
  now: number,
  lifeMs = TEN_YEARS_MS,
): CertificateAndKey {
  const { privateKey, publicKey } = newKeys();
  const names = hosts.map((host) => (isIPv4(host) || isIPv6(host) ? implicit(7, addressBytes(host)) : implicit(2, Buffer.from(host))));
  const extensions = [
    extension('2.5.29.19', sequence(), true),
    extension('2.5.29.15', bits(Buffer.from([0x80]), 7), true), // signs handshakes
    extension('2.5.29.37', sequence(objectId('1.3.6.1.5.5.7.3.1'))), // TLS server
    extension('2.5.29.14', octets(identifier(publicKey))),
    extension('2.5.29.35', sequence(implicit(0, authority.keyId))),
    extension('2.5.29.17', sequence(...names)),
  ];
  return {
    key: privatePem(privateKey),
    certificate: certificate({
      subject: hosts[0] ?? authority.name,
      issuer: authority.name,
      publicKey,
      signingKey: authority.signingKey,
      extensions,
      now,
      lifeMs,
    }),
  };
}
