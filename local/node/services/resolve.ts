import type { EndpointSlice, Service } from '../../../kube/objects/built-in.ts';

export interface Address {
  readonly host: string;
  readonly port: number;
}

export type ResolvedService =
  | { readonly kind: 'endpoints'; readonly addresses: readonly Address[] }
  /** No Service has this name or port: as a name that DNS does not know. */
  | { readonly kind: 'unknown' };

export interface ServiceBook {
  service(namespace: string, name: string): Service | undefined;
  slices(namespace: string, name: string): readonly EndpointSlice[];
}

/** Where a Service's name leads, asked by a pod of `namespace`: to its ready pods. */
export function resolve(host: string, port: number, namespace: string, book: ServiceBook): ResolvedService {
  const name = nameOf(host, namespace);
  const service = name === undefined ? undefined : book.service(name.namespace, name.name);
  const servicePort = service?.spec?.ports?.find((candidate) => candidate.port === port);
  if (name === undefined || service === undefined || servicePort === undefined) return { kind: 'unknown' };
  const addresses = book.slices(name.namespace, name.name).flatMap(({ endpoints, ports }) => {
    const target = ports?.find((candidate) => (candidate.name ?? '') === (servicePort.name ?? ''))?.port;
    if (target === undefined) return [];
    return (endpoints ?? [])
      .filter(({ conditions }) => conditions?.ready !== false)
      .flatMap((endpoint) => endpoint.addresses.map((address) => ({ host: address, port: target })));
  });
  return { kind: 'endpoints', addresses };
}

/** `woodworker`, `woodworker.kingdom-of-x`, and the same with `.svc` and `.svc.cluster.local`. */
function nameOf(host: string, own: string): { readonly name: string; readonly namespace: string } | undefined {
  const [name = '', namespace = own, svc, ...domain] = host.replace(/\.$/, '').split('.');
  if (svc !== undefined && svc !== 'svc') return undefined;
  if (domain.length > 0 && domain.join('.') !== 'cluster.local') return undefined;
  return { name, namespace };
}
