import type { QueueObserver } from './queue.ts';

/** Several observers of one queue, as one; also those that come later. */
export interface QueueObservers extends QueueObserver {
  add(observer: QueueObserver): void;
}

export function createQueueObservers(first: QueueObserver): QueueObservers {
  const all = [first];
  return {
    add: (observer) => void all.push(observer),
    added: () => all.forEach(({ added }) => added()),
    taken: (waitedMs) => all.forEach(({ taken }) => taken(waitedMs)),
    done: (workedMs) => all.forEach(({ done }) => done(workedMs)),
  };
}
