/** Which parts of a work are taken and which are done, as all threads see it that hold its memory. */
export interface SharedParts {
  /** The parts that nobody else has taken, one after the other: each is the caller's once it is given. */
  take<T>(parts: readonly T[]): Generator<{ readonly number: number; readonly of: T }>;
  /** Whoever has taken a part has nothing more to say about it. */
  settle(part: number): void;
  /** Blocks until a part that was taken is settled, or for so long. */
  wait(part: number, forMs: number): void;
}

const NEXT = 0;
const FIRST = 1;
const OPEN = 0;
const SETTLED = 1;

export const memoryForParts = (count: number): SharedArrayBuffer => new SharedArrayBuffer((FIRST + count) * Int32Array.BYTES_PER_ELEMENT);

export function sharedParts(memory: SharedArrayBuffer): SharedParts {
  const cells = new Int32Array(memory);
  return {
    *take(parts) {
      for (;;) {
        const number = Atomics.add(cells, NEXT, 1);
        const of = parts[number];
        if (of === undefined) return;
        yield { number, of };
      }
    },
    settle(part) {
      Atomics.store(cells, FIRST + part, SETTLED);
      Atomics.notify(cells, FIRST + part);
    },
    wait: (part, forMs) => void Atomics.wait(cells, FIRST + part, OPEN, forMs),
  };
}
