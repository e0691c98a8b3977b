import type { Clock } from '../../../ground/time/clock.ts';

/** What is to happen later, until it is all to happen now. */
export interface Rests<Item> {
  /** One that has a rest begins a new one. */
  begin(item: Item, ms: number): void;
  endAll(): void;
}

export function createRests<Item>(clock: Clock, onEnd: (item: Item) => void): Rests<Item> {
  const resting = new Map<Item, () => void>();
  const end = (item: Item): void => {
    resting.get(item)?.();
    if (resting.delete(item)) onEnd(item);
  };
  return {
    begin(item, ms) {
      resting.get(item)?.();
      resting.set(
        item,
        clock.after(ms, () => end(item)),
      );
    },
    endAll() {
      Array.from(resting.keys()).forEach(end); // what begins a rest because another ends is none of them
    },
  };
}
