import type { Delta } from '../../../kube/follow/store.ts';
import type { KubeObject } from '../../../kube/objects/resource.ts';
import { stockOf } from '../../../kube/objects/stock.ts';

/** What is shown of each good: how many, and how that changed last. */
export interface BoardGood {
  readonly count: number;
  readonly change?: { readonly by: number; readonly at: number };
}

/** What became different: for those who read lines. A pod's first stock is a change from nothing. */
export interface BoardChange {
  readonly pod: string;
  readonly good: string;
  readonly count: number;
  readonly by: number;
}

/** The stock of many pods. A change of one costs as much as that one pod, whatever else there is. */
export interface StockBoard {
  /** After something happened to a pod. What was not there before has no change; a pod that is gone is gone. */
  observe(delta: Delta<KubeObject>, now: number): readonly BoardChange[];
  /** By name, in its order. */
  pods(): Iterable<readonly [pod: string, goods: ReadonlyMap<string, BoardGood>]>;
  readonly size: number;
  /** How many lines it takes: one for each pod and each good. */
  readonly lines: number;
  /** Is there a change that has yet to fade? */
  isFading(now: number): boolean;
}

/** For how long a change is shown, ever fainter. */
export const FADE_MS = 5_000;

export function createStockBoard(): StockBoard {
  const rows = new Map<string, ReadonlyMap<string, BoardGood>>();
  let sorted: readonly string[] | undefined = [];
  let lines = 0;
  let lastChange = Number.NEGATIVE_INFINITY;
  const count = (row: ReadonlyMap<string, BoardGood> | undefined): number => (row === undefined ? 0 : 1 + row.size);
  return {
    observe({ type, object }, now) {
      const pod = object.metadata?.name ?? '';
      const before = rows.get(pod);
      const goods = type === 'deleted' ? undefined : stockOf(object);
      const after = goods && new Map([...goods].map(([good, held]) => [good, next(before?.get(good), held, now)]));
      if (after === undefined) rows.delete(pod);
      else rows.set(pod, after);
      if ((before === undefined) !== (after === undefined)) sorted = undefined;
      lines += count(after) - count(before);
      const changes = [...(goods ?? [])].flatMap(([good, held]) => {
        const was = before?.get(good)?.count;
        return was === held ? [] : [{ pod, good, count: held, by: held - (was ?? 0) }];
      });
      if (before !== undefined && changes.length > 0) lastChange = now;
      return changes;
    },
    *pods() {
      sorted ??= [...rows.keys()].sort();
      for (const pod of sorted) yield [pod, rows.get(pod) ?? new Map()];
    },
    get size() {
      return rows.size;
    },
    get lines() {
      return lines;
    },
    isFading: (now) => now - lastChange < FADE_MS,
  };
}

function next(before: BoardGood | undefined, count: number, now: number): BoardGood {
  if (before === undefined) return { count };
  if (before.count !== count) return { count, change: { by: count - before.count, at: now } };
  return before;
}
