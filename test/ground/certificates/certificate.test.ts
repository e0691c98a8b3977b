import { describe, expect, it } from '@jest/globals';
import { X509Certificate } from 'node:crypto';
import { createAuthority, issueServer, readAuthority } from '../../../ground/certificates/certificate.ts';

const NOON = Date.parse('2030-06-01T12:00:00Z');

describe('a certificate of our own', () => {
  const authority = createAuthority('an authority', NOON);
  const server = issueServer(authority, ['localhost', 'kubernetes.default.svc', '127.0.0.1', '::1'], NOON);
  const [issuer, issued] = [new X509Certificate(authority.certificate), new X509Certificate(server.certificate)];

  it('is signed by its authority', () => {
    expect(issued.checkIssued(issuer)).toBe(true);
    expect(issued.verify(issuer.publicKey)).toBe(true);
    expect(issuer.ca).toBe(true);
    expect(issued.ca).toBe(false);
  });

  it('names each host, and no other', () => {
    for (const host of ['localhost', 'kubernetes.default.svc']) expect(issued.checkHost(host)).toBe(host);
    for (const address of ['127.0.0.1', '::1']) expect(issued.checkIP(address)).toBe(address);
    expect(issued.checkHost('example.com')).toBeUndefined();
  });

  it('holds from a day before, for ten years, across the change of the format of times in 2050', () => {
    expect(issued.validFromDate.toISOString()).toBe('2030-05-31T12:00:00.000Z');
    const late = new X509Certificate(issueServer(authority, ['localhost'], Date.parse('2045-01-01T00:00:00Z')).certificate);
    expect(late.validToDate.getUTCFullYear()).toBe(2054);
  });

  it('holds for as long as it is told', () => {
    const short = createAuthority('short', NOON, 3_600_000);
    expect(new X509Certificate(short.certificate).validToDate.toISOString()).toBe('2030-06-01T13:00:00.000Z');
    const { validToDate } = new X509Certificate(issueServer(short, ['localhost'], NOON, 60_000).certificate);
    expect(validToDate.toISOString()).toBe('2030-06-01T12:01:00.000Z');
  });

  it('is issued by an authority that was kept, and by none whose parts do not belong together', () => {
    const kept = readAuthority({ certificate: authority.certificate, key: authority.key });
    const later = new X509Certificate(issueServer(kept, ['localhost'], NOON).certificate);
    expect([later.checkIssued(issuer), later.verify(issuer.publicKey)]).toEqual([true, true]);
    const { key } = createAuthority('another', NOON);
    expect(() => readAuthority({ certificate: authority.certificate, key })).toThrow('the certificate is not that of the key');
  });

  it('has another serial number each time', () => {
    expect(new X509Certificate(issueServer(authority, ['localhost'], NOON).certificate).serialNumber).not.toBe(issued.serialNumber);
  });
});
