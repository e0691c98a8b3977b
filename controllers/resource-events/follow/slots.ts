import { createConditions } from '../../../ground/time/condition.ts';

/** So many may be at something at a time; the others wait, in no order that matters. */
export interface Slots {
  /** Answers how to give it back, which may be called more than once; at once where `signal` aborts. */
  take(signal: AbortSignal): Promise<() => void>;
}

export function createSlots(most: number): Slots {
  const conditions = createConditions();
  let taken = 0;
  const isFree = (): boolean => taken < most;
  return {
    async take(signal) {
      while (!isFree() && !signal.aborted) await conditions.when(isFree, signal);
      taken += 1;
      let given = false;
      return () => {
        if (given) return;
        given = true;
        taken -= 1;
        conditions.changed();
      };
    },
  };
}
