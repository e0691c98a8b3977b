/**
 * A reader's place in a partition is one number, so a record may count as done only when all before it are. Tells which is the last
 * that may, as they are done in any order.
 */
export interface Acknowledged<T> {
  handedOut(item: T): void;
  /** The last item whose predecessors are all done, if there is a new one. */
  done(item: T): T | undefined;
}

export function createAcknowledged<T>(): Acknowledged<T> {
  const open: { readonly item: T; isDone: boolean }[] = [];
  return {
    handedOut: (item) => void open.push({ item, isDone: false }),
    done(item) {
      const entry = open.find((one) => one.item === item);
      if (entry !== undefined) entry.isDone = true;
      let last: T | undefined;
      while (open[0]?.isDone === true) last = open.shift()?.item;
      return last;
    },
  };
}
