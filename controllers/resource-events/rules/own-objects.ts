import type { ChangedResource } from '../../../events/resource-change.ts';
import type { KubeObject } from '../../../kube/objects/resource.ts';
import { heldAt, isMap } from './json-map.ts';

/** What this agent writes itself: if that were published, each checkpoint would cause the next. */
export interface OwnObjects {
  readonly namespace: string;
  /** Names of Leases and ConfigMaps. */
  readonly leases: readonly string[];
  readonly configMaps: readonly string[];
  /** Who its Events are reported by. */
  readonly reporter: string;
}

export function isOwn(
  { namespace, leases, configMaps, reporter }: OwnObjects,
  { group, plural }: ChangedResource,
  object: KubeObject,
): boolean {
  const { name = '', namespace: within } = object.metadata ?? {};
  switch (group === '' ? plural : `${plural}.${group}`) {
    case 'leases.coordination.k8s.io':
      return within === namespace && leases.includes(name);
    case 'configmaps':
      return within === namespace && configMaps.includes(name);
    case 'events':
    case 'events.events.k8s.io':
      return isReportedBy(reporter, object);
    default:
      return false;
  }
}

/** The two groups name the same fields differently. */
function isReportedBy(reporter: string, event: KubeObject): boolean {
  const fields = { ...event } as Readonly<Record<string, unknown>>;
  const sources = [fields['source'], fields['deprecatedSource']].map((source) => (isMap(source) ? heldAt(source, 'component') : undefined));
  return [...sources, fields['reportingComponent'], fields['reportingController']].includes(reporter);
}
