import type { Applied, ConfigMap, Deployment, KubeObject, NamespacedName, Service } from 'civ8s/kube';
import type { Website } from './kind.ts';

/** Also the name of the annotation that says what a child was made for. */
export const LABEL = 'example.com/website';

export interface Children {
  readonly page: Applied<ConfigMap>;
  readonly service: Applied<Service>;
  readonly deployment: Applied<Deployment>;
}

/** Changes whenever the children are to. */
export const purposeOf = ({ metadata }: Website, image: string): string => `${metadata?.uid}/${metadata?.generation}/${image}`;

/** What a Website consists of: a page, and what serves it. */
export function childrenOf(site: Website, { namespace, name }: NamespacedName, image: string): Children {
  const labels = { [LABEL]: name };
  const owner = { apiVersion: 'example.com/v1', kind: 'Website', name, uid: site.metadata?.uid ?? '', controller: true };
  const metadata = { namespace, name, labels, annotations: { [LABEL]: purposeOf(site, image) }, ownerReferences: [owner] };
  const container = { name: 'page', image, volumeMounts: [{ name: 'page', mountPath: '/usr/share/nginx/html' }] };
  const spec = { containers: [container], volumes: [{ name: 'page', configMap: { name } }] };
  return {
    page: { metadata, data: { 'index.html': site.spec?.html ?? '' } },
    service: { metadata, spec: { selector: labels, ports: [{ port: 80 }] } },
    deployment: {
      metadata,
      spec: { replicas: site.spec?.replicas ?? 1, selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
    },
  };
}

/** Is it as it was made for that purpose? */
export const serves = (child: KubeObject | undefined, purpose: string): boolean => child?.metadata?.annotations?.[LABEL] === purpose;
