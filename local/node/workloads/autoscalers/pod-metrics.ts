import { parseDuration } from '../../../../ground/text/duration.ts';
import { parseQuantity } from '../../../../ground/text/quantity.ts';
import { resource, type KubeObject, type Resource } from '../../../../kube/objects/resource.ts';

/** What a pod uses, as `kubectl top` has it. */
export interface PodMetrics extends KubeObject {
  readonly timestamp?: string;
  readonly window?: string;
  readonly containers?: readonly { readonly name: string; readonly usage?: Readonly<Record<string, string>> }[];
}

export const podMetrics: Resource<PodMetrics, true> = resource('metrics.k8s.io', 'v1beta1', 'pods', 'PodMetrics');

/** What a pod has used of one resource, in thousandths: of a processor, or of a byte. */
export interface PodUse {
  readonly milli: number;
  /** Until when it was looked at, in ms since 1970, and for how long. */
  readonly at: number;
  readonly windowMs: number;
}

export const milliOf = (text: string): number | undefined => {
  const quantity = parseQuantity(text);
  return quantity && Number((quantity.nano + 999_999n) / 1_000_000n);
};

/** By the names of the pods; of one container, or of all. A pod of which a part is not known is left out. */
export function usesOf(metrics: readonly PodMetrics[], of: string, container?: string): ReadonlyMap<string, PodUse> {
  const uses = metrics.flatMap(({ metadata, timestamp, window, containers = [] }): [string, PodUse][] => {
    const parts = container === undefined ? containers : containers.filter(({ name }) => name === container);
    const amounts = parts.map(({ usage }) => milliOf(usage?.[of] ?? ''));
    const milli = amounts.reduce<number | undefined>(
      (sum, amount) => (sum === undefined || amount === undefined ? undefined : sum + amount),
      0,
    );
    if (parts.length === 0 || milli === undefined) return [];
    return [[metadata?.name ?? '', { milli, at: Date.parse(timestamp ?? ''), windowMs: parseDuration(window ?? '') ?? 0 }]];
  });
  return new Map(uses);
}
