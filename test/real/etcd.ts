/** What an etcd holds under /registry: the key and the value of each object, in base64. */
export type Contents = ReadonlyMap<string, string>;

/** The API server keeps these itself, at any time. */
const SERVERS_OWN = [
  'apiregistration.k8s.io',
  'flowschemas',
  'leases/kube-system',
  'masterleases',
  'peerserverleases',
  'prioritylevelconfigurations',
  'ranges',
].map((prefix) => `/registry/${prefix}/`);

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const nameOf = (key: string): string => Buffer.from(key, 'base64').toString();

async function call<Answer>(etcd: string, method: 'compaction' | 'range' | 'txn', body: object): Promise<Answer> {
  const response = await fetch(`${etcd}/v3/kv/${method}`, { method: 'POST', body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`etcd ${method}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}

export async function contentsOf(etcd: string): Promise<Contents> {
  const { kvs = [] } = await call<{ readonly kvs?: readonly { readonly key: string; readonly value?: string }[] }>(etcd, 'range', {
    key: base64('/registry/'),
    range_end: base64('/registry0'),
  });
  return new Map(kvs.map(({ key, value = '' }) => [key, value]));
}

/** Makes an etcd hold again what it held: an API server on it sees that as deletions and updates. Answers what it has taken away. */
export async function restore(etcd: string, contents: Contents): Promise<readonly string[]> {
  const now = await contentsOf(etcd);
  const extra = [...now.keys()].filter((key) => !contents.has(key));
  const steps = [
    ...extra.map((key) => [key, { request_delete_range: { key } }] as const),
    ...[...contents]
      .filter(([key, value]) => now.get(key) !== value)
      .map(([key, value]) => [key, { request_put: { key, value } }] as const),
  ].flatMap(([key, step]) => (SERVERS_OWN.some((prefix) => nameOf(key).startsWith(prefix)) ? [] : [step]));
  // etcd takes 128 operations at once.
  for (let at = 0; at < steps.length; at += 100) await call(etcd, 'txn', { success: steps.slice(at, at + 100) });
  return extra.map(nameOf);
}

/** Forgets everything before a revision, as an API server has it done every five minutes. */
export async function compactEtcd(etcd: string, revision: string): Promise<void> {
  await call(etcd, 'compaction', { revision, physical: true });
}
