import { workersText } from '../../cluster/shop-workers.ts';
import type { ShopView } from './realm-view.ts';

/** What happened between two looks at the realm, one line per event: for a log, or a pipe. */
export function story(before: readonly ShopView[], now: readonly ShopView[]): readonly string[] {
  const was = new Map(before.map((view) => [nameOf(view), view]));
  return now.flatMap((view) => {
    const old = was.get(nameOf(view));
    const name = nameOf(view);
    const first = [...view.goods]
      .filter(([good, count]) => count > 0 && !((old?.goods.get(good) ?? 0) > 0))
      .map(([good, count]) => `${name} has ${count} ${good}`);
    const ready = view.ready >= view.wanted && !(old !== undefined && old.ready >= old.wanted) ? [`${name} is ready`] : [];
    const trouble = view.trouble !== undefined && view.trouble !== old?.trouble ? [`${name} is in trouble: ${view.trouble}`] : [];
    const waits = view.waits.length > 0 && view.waits.join() !== old?.waits.join() ? [`${name} waits for ${view.waits.join(', ')}`] : [];
    const { workers } = view;
    const isScaled = workers !== undefined && old !== undefined && old.wanted !== view.wanted;
    const scaled = isScaled ? [`${name} has ${workersText(workers)} workers`] : [];
    return [...first, ...scaled, ...ready, ...waits, ...trouble];
  });
}

export const nameOf = ({ kingdom, town, shop }: ShopView): string => `${kingdom}/${town}/${shop}`;
