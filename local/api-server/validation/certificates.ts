import { listAt, numberAt, objectAt, shown, textAt } from '../../../ground/json/read-json.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import type { ValidationRequest } from '../contracts/validating.ts';
import { invalidValue, notSupported, required } from './cause.ts';

const USAGES = [
  'any',
  'cert sign',
  'client auth',
  'code signing',
  'content commitment',
  'crl sign',
  'data encipherment',
  'decipher only',
  'digital signature',
  'email protection',
  'encipher only',
  'ipsec end system',
  'ipsec tunnel',
  'ipsec user',
  'key agreement',
  'key encipherment',
  'microsoft sgc',
  'netscape sgc',
  'ocsp signing',
  's/mime',
  'server auth',
  'signing',
  'timestamping',
];
const SHORTEST_SECONDS = 600;
const SIGNER = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+\/.+$/;

/** What is wrong with a request for a certificate. It is not looked into: nobody signs it here. */
export function certificateRequestCauses({ object, old }: ValidationRequest): readonly FailureCause[] {
  if (old) return [];
  const spec = objectAt(object, 'spec');
  const [request, signer, seconds] = [textAt(spec, 'request'), textAt(spec, 'signerName'), numberAt(spec, 'expirationSeconds')];
  const usages = listAt(spec, 'usages').map(shown);
  return [
    ...(Buffer.from(request, 'base64').toString('latin1').includes('-----BEGIN CERTIFICATE REQUEST-----')
      ? []
      : [invalidValue('spec.request', request, 'PEM block type must be CERTIFICATE REQUEST')]),
    ...(usages.length === 0 ? [required('spec.usages')] : []),
    ...usages.flatMap((usage, at) => (USAGES.includes(usage) ? [] : [notSupported(`spec.usages[${at}]`, usage, USAGES)])),
    ...(SIGNER.test(signer)
      ? []
      : [invalidValue('spec.signerName', signer, "must be a fully qualified domain and path of the form 'example.com/signer-name'")]),
    ...(seconds !== undefined && seconds < SHORTEST_SECONDS
      ? [invalidValue('spec.expirationSeconds', seconds, 'may not specify a duration less than 600 seconds (10 minutes)')]
      : []),
  ];
}
