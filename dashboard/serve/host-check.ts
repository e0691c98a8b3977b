import { isIP } from 'node:net';

/**
 * May a browser ask by this Host? An address or `localhost` it may, and the names that the server is known to have. A name
 * that somebody else has pointed at this address, so that a page of theirs may read what is here, is none of these.
 */
export function isOwnHost(host: string | undefined, names: readonly string[]): boolean {
  const { name, bracketed } = /^(?:\[(?<bracketed>[^\]]*)\]|(?<name>[^:]*))(?::\d{1,5})?$/.exec(host ?? '')?.groups ?? {};
  if (bracketed !== undefined) return isIP(bracketed) === 6;
  if (name === undefined || name === '') return false;
  const plain = name.toLowerCase().replace(/\.$/, '');
  return isIP(plain) === 4 || plain === 'localhost' || names.some((own) => own.toLowerCase() === plain);
}

/** The names by which a Service is reached from inside its cluster. */
export const serviceNames = (service: string, namespace: string): readonly string[] => [
  service,
  `${service}.${namespace}`,
  `${service}.${namespace}.svc`,
  `${service}.${namespace}.svc.cluster.local`,
];
