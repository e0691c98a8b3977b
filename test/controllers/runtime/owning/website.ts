import { z } from 'zod';
import type { Controller } from '../../../../controllers/runtime/definition.ts';
import { text } from '../../../../controllers/runtime/flags/flag-values.ts';
import type { OwnsOptions } from '../../../../controllers/runtime/owning/owning.ts';
import { kind } from '../../../../kinds/kind.ts';
import type { Of } from '../../../../kinds/kind-resource.ts';
import { configMaps, deployments, services } from '../../../../kube/objects/built-in.ts';
import { manifest, type KubeManifest } from '../../../../kube/objects/manifest.ts';

export const Website = kind({
  group: 'example.com',
  version: 'v1',
  kind: 'Website',
  spec: z.object({ html: z.string().max(100), replicas: z.int().min(0).default(1), bare: z.boolean().optional() }),
  status: z.object({ readyReplicas: z.int().optional() }),
  conditions: ['Ready'],
});
type Site = Of<typeof Website>;

function childrenOf({ metadata, spec }: Site, image: string): readonly KubeManifest[] {
  const [name, labels] = [metadata?.name ?? '', { site: metadata?.name ?? '' }];
  const template = { metadata: { labels }, spec: { containers: [{ name: 'page', image }] } };
  return [
    manifest(configMaps, { metadata: { name }, data: { 'index.html': spec.html } }),
    ...(spec.bare === true ? [] : [manifest(services, { metadata: { name }, spec: { selector: labels, ports: [{ port: 80 }] } })]),
    manifest(deployments, { metadata: { name }, spec: { replicas: spec.replicas, selector: { matchLabels: labels }, template } }),
  ];
}

const flags = { image: text({ value: 'image', fallback: 'nginx:1', help: 'what serves the pages' }) };

/** A Website, with what a test has it do otherwise. */
export const website = (options: OwnsOptions<Site> = { finalize: async () => {} }): Controller<typeof flags> => ({
  name: 'website',
  summary: 'serves pages',
  flags,
  setUp: ({ owns }, { image }) =>
    owns(
      Website,
      [configMaps, services, deployments],
      async (site, turn) => {
        await turn.children(childrenOf(site, image));
        const readyReplicas = turn.child(deployments)?.status?.readyReplicas ?? 0;
        turn.status({
          readyReplicas,
          conditions: { Ready: [readyReplicas > 0, readyReplicas > 0 ? 'Available' : 'Waiting', `${readyReplicas} ready`] },
        });
        return 'on-change';
      },
      options,
    ),
});
