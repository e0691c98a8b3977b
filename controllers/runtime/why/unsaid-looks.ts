import type { Clock } from '../../../ground/time/clock.ts';
import type { TurnReasons } from '../queue/wake-reason.ts';
import { createAllowance } from './allowance.ts';
import type { Authors } from './authors.ts';
import { createLooks, type Looks, type PastLook } from './looks.ts';
import { sayReasons } from './say-reasons.ts';

/** Looks whose reasons are put into words a little later: an answer that tells whose write it was may come after its event. */
export interface UnsaidLooks extends Pick<Looks, 'of' | 'keys'> {
  /** May one more be remembered? In a flood not all are. */
  hasRoom(): boolean;
  add(key: string, reasons: TurnReasons, look: Omit<PastLook, 'because'>): void;
}

/** So many turns are kept as they were. */
const MOST_UNSAID = 32;
const REMEMBERING = { perMs: 2, most: 1_000 };

export function createUnsaidLooks(authors: Authors, clock: Clock): UnsaidLooks {
  const looks = createLooks();
  const allowance = createAllowance(clock, REMEMBERING);
  const unsaid: { readonly key: string; readonly reasons: TurnReasons; readonly look: Omit<PastLook, 'because'> }[] = [];
  const say = (most: number): void => {
    for (const { key, reasons, look } of unsaid.splice(0, unsaid.length - most))
      looks.add(key, { ...look, because: sayReasons(key, reasons, authors) });
  };
  return {
    hasRoom: allowance.has,
    add(key, reasons, look) {
      allowance.spend(1);
      unsaid.push({ key, reasons, look });
      if (unsaid.length > MOST_UNSAID) say(MOST_UNSAID);
    },
    of(key) {
      say(0);
      return looks.of(key);
    },
    keys() {
      say(0);
      return looks.keys();
    },
  };
}
