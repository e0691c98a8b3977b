import type { TurnReasons } from '../queue/wake-reason.ts';
import { createAllowance } from './allowance.ts';
import type { Authors } from './authors.ts';
import { createLooks, type Looks, type PastLook } from './looks.ts';
import { sayReasons } from './say-reasons.ts';

/** A look whose reasons are not in words yet. */
interface UnsaidLook extends Omit<PastLook, 'because'> {
  readonly key: string;
  readonly reasons: TurnReasons;
}

/** Looks whose reasons are put into words a little later: an answer that tells whose write it was may come after its event. */
export interface UnsaidLooks extends Pick<Looks, 'of' | 'keys'> {
  /** May one more be remembered? In a flood not all are. */
  hasRoom(now: number): boolean;
  add(look: UnsaidLook): void;
}

/** So many turns at least are kept as they were. As many are then put into words together: one by one, each would find cold caches. */
const UNSAID = 32;
/** Five hundred a second, whatever the number of turns; and a thousand at once. */
const REMEMBERING = { perMs: 0.5, most: 1_000 };

/** From: when it begins. */
export function createUnsaidLooks(authors: Authors, from: number): UnsaidLooks {
  const looks = createLooks();
  const allowance = createAllowance({ ...REMEMBERING, from });
  const unsaid: UnsaidLook[] = [];
  const say = ({ key, reasons, at, tookMs, result, wrote, error }: UnsaidLook): void =>
    looks.add(key, { at, tookMs, result, because: sayReasons(key, reasons, authors), wrote, error });
  const sayAllBut = (last: number): void => {
    for (const look of unsaid.splice(0, unsaid.length - last)) say(look);
  };
  return {
    hasRoom: allowance.has,
    add(look) {
      allowance.spend(1);
      unsaid.push(look);
      if (unsaid.length === 2 * UNSAID) sayAllBut(UNSAID);
    },
    of(key) {
      sayAllBut(0);
      return looks.of(key);
    },
    keys() {
      sayAllBut(0);
      return looks.keys();
    },
  };
}
