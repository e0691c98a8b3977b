import { groupVersionOf } from '../ground/text/group-version.ts';
import type { Client } from '../kube/client/client.ts';
import type { KubeManifest } from '../kube/objects/manifest.ts';
import { resource, type KubeObject } from '../kube/objects/resource.ts';

/** Applies what a chart would hold, as whoever installs it would. Its kind's plural has to end in `s`. */
export async function applyManifest(client: Client, { apiVersion, kind, metadata, ...fields }: KubeManifest): Promise<void> {
  const { group, version } = groupVersionOf(apiVersion);
  const scope = metadata?.namespace === undefined ? 'cluster' : 'namespaced';
  const of = resource<KubeObject>(group, version, `${kind.toLowerCase()}s`, kind, scope);
  await client.patch(of, { namespace: metadata?.namespace, name: metadata?.name ?? '' }, { apply: { metadata, ...fields }, force: true });
}
