import { configMaps, deployments, keyOf, nameOfKey, services, type KubeObject } from 'civ8s/kube';
import { text, type Controller } from 'civ8s/runtime';
import { childrenOf, LABEL, purposeOf, serves } from './children.ts';
import { websites } from './kind.ts';

const flags = { image: text({ value: 'image', fallback: 'nginx:1', help: 'what serves the pages' }) };

/** Serves the page of each Website, and says how many of its pods are ready. */
export const website: Controller<typeof flags> = {
  name: 'website',
  summary: 'serves the page of each Website',
  flags,
  setUp({ follow }, { image }) {
    const keys = ({ object }: { readonly object: KubeObject }) => [keyOf(object)];
    const sites = follow(websites, { keys });
    const pages = follow(configMaps, { keys, labelSelector: LABEL });
    const entries = follow(services, { keys, labelSelector: LABEL });
    const servers = follow(deployments, { keys, labelSelector: LABEL });
    return async (key, { client }) => {
      const site = sites.get(key);
      if (site === undefined || site.metadata?.deletionTimestamp !== undefined) return 'on-change'; // what it owns goes with it
      const name = nameOfKey(key);
      const purpose = purposeOf(site, image);
      const { page, service, deployment } = childrenOf(site, name, image);
      if (!serves(pages.get(key), purpose)) await client.patch(configMaps, name, { apply: page });
      if (!serves(entries.get(key), purpose)) await client.patch(services, name, { apply: service });
      if (!serves(servers.get(key), purpose)) await client.patch(deployments, name, { apply: deployment });
      const readyReplicas = servers.get(key)?.status?.readyReplicas ?? 0;
      if (site.status?.readyReplicas !== readyReplicas) {
        const metadata = { uid: site.metadata?.uid };
        await client.patch(websites, name, { merge: { metadata, status: { readyReplicas } } }, { subresource: 'status' });
      }
      return 'on-change';
    };
  },
};
