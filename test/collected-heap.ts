import { collector } from '../controllers/runtime/collect-garbage.ts';

/** Bytes of the heap that something still holds: what only waits for its collection is collected first. */
export function collectedHeap(): number {
  collector()();
  return process.memoryUsage().heapUsed;
}
