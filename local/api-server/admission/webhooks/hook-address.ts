import type { JsonObject } from '../../../../ground/json/json.ts';
import { listAt, numberAt, objectAt, objectsAt, textAt } from '../../../../ground/json/read-json.ts';
import type { StoredObject } from '../../contracts/kube-object.ts';
import type { NodeHooks } from '../../contracts/node-hooks.ts';
import { keyOf, type ObjectStore } from '../../store/store.ts';

/** Where a webhook is reached, and as what. */
export interface HookAddress {
  /** As it is told, with the timeout that the webhook is told of. */
  readonly url: string;
  /** The host of its certificate, and of the header. */
  readonly host: string;
  readonly path: string;
  readonly dial: { readonly host: string; readonly port: number };
}

/** Nothing is there to be asked; the address, as far as it is known, is told with it. */
export class NoAddress extends Error {
  override readonly name = 'NoAddress';
  readonly url: string;
  constructor(url: string, message: string) {
    super(message);
    this.url = url;
  }
}

const HTTPS_PORT = 443;

/** As Go's client asks for it: with one slash where several were meant to be one, as envtest writes them. */
const pathOf = (path: string, timeoutSeconds: number): string => `${path.replaceAll(/\/{2,}/g, '/') || '/'}?timeout=${timeoutSeconds}s`;

/** The address of `clientConfig`. Throws NoAddress where a service leads nowhere. */
export function addressOf(config: JsonObject, timeoutSeconds: number, store: ObjectStore, nodes: NodeHooks | undefined): HookAddress {
  const service = objectAt(config, 'service');
  if (service) return ofService(service, timeoutSeconds, store, nodes);
  const [, host = '', folder = ''] = /^https:\/\/([^/]*)(.*)$/.exec(textAt(config, 'url')) ?? [];
  const path = pathOf(folder, timeoutSeconds);
  const [, name = host, port] = /^(.*?)(?::(\d+))?$/.exec(host) ?? [];
  return { url: `https://${host}${path}`, host, path, dial: { host: name.replaceAll(/[[\]]/g, ''), port: Number(port ?? HTTPS_PORT) } };
}

function ofService(service: JsonObject, timeoutSeconds: number, store: ObjectStore, nodes: NodeHooks | undefined): HookAddress {
  const [namespace, name] = [textAt(service, 'namespace'), textAt(service, 'name')];
  const port = numberAt(service, 'port') ?? HTTPS_PORT;
  const host = `${name}.${namespace}.svc`;
  const path = pathOf(textAt(service, 'path'), timeoutSeconds);
  const url = `https://${host}:${port}${path}`;
  const found = store.collection('services').get(keyOf(namespace, name));
  if (!found) throw new NoAddress(url, `service ${JSON.stringify(name)} not found`);
  const spec = objectAt(found, 'spec');
  const wanted = objectsAt(spec, 'ports').find((each) => numberAt(each, 'port') === port);
  if (!wanted) throw new NoAddress(url, `no service port ${port} found for service ${JSON.stringify(name)}`);
  const dial = dialable(found, textAt(wanted, 'name'), store, nodes);
  if (dial) return { url, host, path, dial };
  const address = textAt(spec, 'clusterIP');
  throw new NoAddress(url, `dial tcp ${address}:${port}: connect: connection refused`);
}

/** A ready endpoint of the service: through the node where a pod is behind it, and else as it is. */
function dialable(
  service: StoredObject,
  portName: string,
  store: ObjectStore,
  nodes: NodeHooks | undefined,
): HookAddress['dial'] | undefined {
  const { name = '', namespace = '' } = service.metadata;
  const slices = store.collection('endpointslices.discovery.k8s.io');
  for (const key of slices.keys(`${namespace}/`)) {
    const slice = slices.get(key);
    if (slice?.metadata.labels?.['kubernetes.io/service-name'] !== name) continue;
    const port = numberAt(
      objectsAt(slice, 'ports').find((each) => textAt(each, 'name') === portName),
      'port',
    );
    if (port === undefined) continue;
    for (const endpoint of objectsAt(slice, 'endpoints')) {
      if (objectAt(endpoint, 'conditions')?.['ready'] === false) continue;
      const target = objectAt(endpoint, 'targetRef');
      const pod = target && store.collection('pods').get(keyOf(namespace, textAt(target, 'name')));
      const [host] = listAt(endpoint, 'addresses');
      const found = pod ? nodes?.address(pod, port) : typeof host === 'string' ? { host, port } : undefined;
      if (found) return found;
    }
  }
  return undefined;
}
