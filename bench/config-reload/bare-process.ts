import { Agent } from 'undici';
import type { RealApiServerFacts } from '../../test/real/kube-apiserver.ts';

/**
 * The least that rolls a Deployment when the ConfigMap of its name changes and tells of it by an Event, with HTTP and JSON alone: it
 * follows both kinds, patches, and counts the Event higher. It notes nothing, checks nothing, survives nothing. Says by a message that it
 * is ready, and what it has used of processors when asked.
 */
const { url, ca, token } = JSON.parse(process.argv[2] ?? '') as Pick<RealApiServerFacts, 'url' | 'ca' | 'token'>;
const agent = new Agent({ connect: { ca } });
const headers = { authorization: `Bearer ${token}` };
const CONFIG_MAPS = '/api/v1/configmaps';
const DEPLOYMENTS = '/apis/apps/v1/deployments';

interface Kept {
  readonly metadata: { readonly name: string; readonly namespace: string; readonly uid: string; readonly resourceVersion: string };
  readonly data?: Readonly<Record<string, string>>;
}

async function get<T>(path: string): Promise<T> {
  const { body } = await agent.request({ origin: url, path, method: 'GET', headers });
  return (await body.json()) as T;
}

async function followed(path: string, changed: (object: Kept) => void): Promise<void> {
  const { metadata } = await get<{ readonly metadata: { readonly resourceVersion: string } }>(`${path}?limit=1`);
  const query = `watch=1&resourceVersion=${metadata.resourceVersion}`;
  const { body } = await agent.request({ origin: url, path: `${path}?${query}`, method: 'GET', headers });
  let rest = '';
  body.on('data', (piece: Buffer) => {
    const lines = `${rest}${piece.toString()}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) changed((JSON.parse(line) as { readonly object: Kept }).object);
  });
}

async function write(method: 'POST' | 'PATCH', path: string, object: unknown): Promise<void> {
  const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
  const body = JSON.stringify(object);
  const answer = await agent.request({ origin: url, path, method, headers: { ...headers, 'content-type': type }, body });
  await answer.body.json();
}

const kept = new Map<string, Kept>();
const told = new Map<string, number>();

async function tell(name: string, namespace: string): Promise<void> {
  const count = (told.get(name) ?? 0) + 1;
  told.set(name, count);
  const path = `/api/v1/namespaces/${namespace}/events`;
  const event = { name: `bare.${name}`, namespace };
  const now = new Date().toISOString();
  if (count > 1) return write('PATCH', `${path}/${event.name}`, { count, lastTimestamp: now });
  const involvedObject = { apiVersion: 'apps/v1', kind: 'Deployment', name, namespace, uid: kept.get(name)?.metadata.uid };
  const text = { type: 'Normal', reason: 'Reloaded', message: `${name} has changed` };
  return write('POST', path, { metadata: event, involvedObject, ...text, count, firstTimestamp: now, lastTimestamp: now });
}

await followed(DEPLOYMENTS, (object) => kept.set(object.metadata.name, object));
await followed(CONFIG_MAPS, ({ metadata: { name, namespace }, data }) => {
  const annotations = { STAKATER_BARE: JSON.stringify(data) };
  const path = `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`;
  void write('PATCH', path, { spec: { template: { metadata: { annotations } } } }).then(() => tell(name, namespace));
});

process.on('message', () => process.send?.(process.cpuUsage().user + process.cpuUsage().system));
process.once('disconnect', () => process.exit());
process.send?.('ready');
