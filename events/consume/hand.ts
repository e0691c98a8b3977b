import type { Received } from '../buses/bus.ts';

/** The messages that a consumer has got and not answered yet, counted. */
export interface Hand {
  readonly size: number;
  /** One more, which `answer` or `join` takes away again. */
  add(): void;
  /** It is a copy of another one, and will be answered with that. */
  join(): void;
  /** Resolves when the bus has taken the answers, or has not: then the message comes again. */
  answer(copies: readonly Received[], how: 'ack' | 'nack'): Promise<void>;
  /** Resolves when there are fewer, at the latest when the next has been answered. */
  fewer(): Promise<void>;
}

export function createHand(unanswered: (error: unknown) => void): Hand {
  let size = 0;
  let fewer = Promise.withResolvers<void>();
  const remove = (): void => {
    size -= 1;
    fewer.resolve();
    fewer = Promise.withResolvers();
  };
  return {
    get size() {
      return size;
    },
    add: () => void (size += 1),
    join: remove,
    async answer(copies, how) {
      await Promise.all(copies.map((copy) => copy[how]().catch(unanswered)));
      remove();
    },
    fewer: () => fewer.promise,
  };
}
