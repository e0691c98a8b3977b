import { App, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { isRecord } from '../ground/json/json.ts';
import type { KubeManifest } from '../kube/objects/manifest.ts';
import type { KubeObject } from '../kube/objects/resource.ts';

/**
 * What constructs render for one owner, as the children of a turn:
 * `turn.children(renderChildren(site, (scope) => new Page(scope, 'page')))`.
 * What has no name is called after the owner and the ids of its constructs, without a hash: the same wish renders the same.
 */
export function renderChildren({ metadata }: KubeObject, build: (scope: Construct) => void): readonly KubeManifest[] {
  const chart = new Chart(new App(), metadata?.name ?? '', { namespace: metadata?.namespace, disableResourceNameHashes: true });
  build(chart);
  return (chart.toJson() as unknown[]).filter(isManifest);
}

const isManifest = (value: unknown): value is KubeManifest => isRecord(value) && typeof value['kind'] === 'string';
