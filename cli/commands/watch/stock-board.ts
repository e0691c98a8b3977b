import type { Pod } from '../../../kube/objects/built-in.ts';
import { stockOf } from '../../cluster/stock.ts';

/** What is shown of each good: how many, and how that changed last. */
export interface BoardGood {
  readonly count: number;
  readonly change?: { readonly by: number; readonly at: number };
}

/** Pods by name, and their goods. */
export type Board = ReadonlyMap<string, ReadonlyMap<string, BoardGood>>;

/** For how long a change is shown, ever fainter. */
export const FADE_MS = 5_000;

/** The board after another look at the pods. What was not there before has no change; a pod that is gone is gone. */
export function observed(before: Board, pods: Iterable<Pod>, now: number): Board {
  const rows = [...pods].map((pod): [string, ReadonlyMap<string, BoardGood>] => {
    const name = pod.metadata?.name ?? '';
    const known = before.get(name);
    return [name, new Map(Object.entries(stockOf(pod)).map(([good, count]) => [good, next(known?.get(good), count, now)]))];
  });
  return new Map(rows.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function next(before: BoardGood | undefined, count: number, now: number): BoardGood {
  if (before === undefined) return { count };
  if (before.count !== count) return { count, change: { by: count - before.count, at: now } };
  return before.change !== undefined && now - before.change.at < FADE_MS ? before : { count };
}

/** Is there a change that has yet to fade? */
export const isFading = (board: Board, now: number): boolean =>
  [...board.values()].some((goods) => [...goods.values()].some(({ change }) => change !== undefined && now - change.at < FADE_MS));

export interface BoardChange {
  readonly pod: string;
  readonly good: string;
  readonly count: number;
  readonly by: number;
}

/** What became different between two boards: for those who read lines. A pod's first stock is a change from nothing. */
export const changes = (before: Board, now: Board): readonly BoardChange[] =>
  [...now].flatMap(([pod, goods]) =>
    [...goods].flatMap(([good, { count }]) => {
      const was = before.get(pod)?.get(good)?.count;
      return was === count ? [] : [{ pod, good, count, by: count - (was ?? 0) }];
    }),
  );
