import type { KubeObject } from './resource.ts';
import { GOODS_PREFIX } from '../../model/keys.ts';

/**
 * What a pod says it holds, sorted by good. Our workers prefix their goods; where a pod has no such annotation, those
 * that are whole numbers count, as the workers of the original wrote them. A good may be called anything.
 */
export function stockOf({ metadata }: KubeObject): ReadonlyMap<string, number> {
  const all = Object.entries(metadata?.annotations ?? {});
  const ours = all.filter(([key]) => key.startsWith(GOODS_PREFIX)).map(([key, value]) => [key.slice(GOODS_PREFIX.length), value] as const);
  const goods = (ours.length > 0 ? ours : all)
    .filter(([, value]) => /^-?\d{1,15}$/.test(value))
    .map(([good, value]) => [good, Number(value)] as const);
  return new Map([...goods].sort(([a], [b]) => (a < b ? -1 : 1)));
}
