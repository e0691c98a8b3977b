import { configMaps, deployments, manifest, services } from 'civ8s/kube';
import { text, type Controller } from 'civ8s/runtime';
import { Website } from './kind.ts';

const flags = { image: text({ value: 'image', fallback: 'nginx:1', help: 'what serves the pages' }) };

/** What a Website consists of: a page, and what serves it. */
function childrenOf({ metadata: { name = '' } = {}, spec }: Website, image: string) {
  const labels = { 'example.com/website': name };
  const container = { name: 'page', image, volumeMounts: [{ name: 'page', mountPath: '/usr/share/nginx/html' }] };
  const template = { metadata: { labels }, spec: { containers: [container], volumes: [{ name: 'page', configMap: { name } }] } };
  return [
    manifest(configMaps, { metadata: { name }, data: { 'index.html': spec.html } }),
    manifest(services, { metadata: { name }, spec: { selector: labels, ports: [{ port: 80 }] } }),
    manifest(deployments, { metadata: { name }, spec: { replicas: spec.replicas, selector: { matchLabels: labels }, template } }),
  ];
}

/** Serves the page of each Website, and says how many of its pods are ready. */
export const website: Controller<typeof flags> = {
  name: 'website',
  summary: 'serves the page of each Website',
  flags,
  setUp: ({ owns }, { image }) =>
    owns(Website, [configMaps, services, deployments], async (site, turn) => {
      await turn.children(childrenOf(site, image));
      const ready = turn.child(deployments)?.status?.readyReplicas ?? 0;
      turn.status({ readyReplicas: ready, conditions: { Ready: [ready > 0, ready > 0 ? 'Available' : 'Waiting', `${ready} ready`] } });
      return 'on-change';
    }),
};
