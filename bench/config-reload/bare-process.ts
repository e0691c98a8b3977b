import { Agent } from 'undici';
import type { RealApiServerFacts } from '../../test/real/kube-apiserver.ts';

/**
 * The least that rolls a Deployment when the ConfigMap of its name changes, with HTTP and JSON alone: it follows both kinds and patches.
 * It notes nothing, checks nothing, survives nothing. Says by a message that it is ready, and what it has used of processors when asked.
 */
const { url, ca, token } = JSON.parse(process.argv[2] ?? '') as Pick<RealApiServerFacts, 'url' | 'ca' | 'token'>;
const agent = new Agent({ connect: { ca } });
const headers = { authorization: `Bearer ${token}` };
const CONFIG_MAPS = '/api/v1/configmaps';
const DEPLOYMENTS = '/apis/apps/v1/deployments';

interface Kept {
  readonly metadata: { readonly name: string; readonly namespace: string; readonly resourceVersion: string };
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

const kept = new Map<string, Kept>();
await followed(DEPLOYMENTS, (object) => kept.set(object.metadata.name, object));
await followed(CONFIG_MAPS, ({ metadata: { name, namespace }, data }) => {
  const annotations = { STAKATER_BARE: JSON.stringify(data) };
  const body = JSON.stringify({ spec: { template: { metadata: { annotations } } } });
  const path = `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`;
  const patch = { ...headers, 'content-type': 'application/merge-patch+json' };
  void agent.request({ origin: url, path, method: 'PATCH', headers: patch, body }).then((answer) => answer.body.json());
});

process.on('message', () => process.send?.(process.cpuUsage().user + process.cpuUsage().system));
process.once('disconnect', () => process.exit());
process.send?.('ready');
