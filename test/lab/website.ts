import type { Controller } from '../../controllers/runtime/definition.ts';
import { text } from '../../controllers/runtime/flags/flag-values.ts';
import { configMaps, deployments } from '../../kube/objects/built-in.ts';
import { keyOf, nameOfKey, resource, type KubeObject } from '../../kube/objects/resource.ts';

interface Website extends KubeObject {
  readonly spec?: { readonly html: string };
  readonly status?: { readonly ready?: boolean };
}

export const websites = resource<Website>('example.com', 'v1', 'websites', 'Website');

export const definition = {
  metadata: { name: 'websites.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { plural: 'websites', singular: 'website', kind: 'Website', listKind: 'WebsiteList' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        subresources: { status: {} },
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: { type: 'object', properties: { html: { type: 'string' } } },
              status: { type: 'object', properties: { ready: { type: 'boolean' } } },
            },
          },
        },
      },
    ],
  },
};

const flags = { image: text({ value: 'image', fallback: 'nginx:1', help: 'what serves the page' }) };

/** A page in a ConfigMap, a Deployment that serves it, and whether it is ready. */
export const website: Controller<typeof flags> = {
  name: 'website',
  summary: 'serves pages',
  flags,
  rights: () => [
    { verbs: ['create', 'patch'], resource: configMaps, without: 'no page is there' },
    { verbs: ['create', 'patch'], resource: deployments, without: 'no page is served' },
    { verbs: ['patch'], resource: websites, subresource: 'status', without: 'nobody knows whether it is ready' },
  ],
  setUp({ follow }, { image }) {
    const keys = ({ object }: { readonly object: KubeObject }) => [keyOf(object)];
    const sites = follow(websites, { keys });
    const running = follow(deployments, { labelSelector: 'website', keys });
    return async (key, { client }) => {
      const site = sites.get(key);
      const name = nameOfKey(key);
      const { uid, generation } = site?.metadata ?? {};
      if (site === undefined || uid === undefined) return 'on-change';
      const ownerReferences = [{ apiVersion: 'example.com/v1', kind: 'Website', name: name.name, uid, controller: true }];
      const labels = { website: name.name };
      const deployment = running.get(key);
      if (deployment?.metadata?.annotations?.['example.com/generation'] !== String(generation)) {
        await client.patch(configMaps, name, { apply: { metadata: { ...name, ownerReferences }, data: { page: site.spec?.html ?? '' } } });
        const template = { metadata: { labels }, spec: { containers: [{ name: 'page', image }] } };
        const metadata = { ...name, labels, ownerReferences, annotations: { 'example.com/generation': String(generation) } };
        await client.patch(deployments, name, { apply: { metadata, spec: { selector: { matchLabels: labels }, template } } });
        return 'on-change';
      }
      const ready = deployment.status?.readyReplicas === 1;
      if ((site.status?.ready ?? false) !== ready)
        await client.patch(websites, name, { merge: { status: { ready } } }, { subresource: 'status' });
      return 'on-change';
    };
  },
};
