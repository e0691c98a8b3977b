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

/** So many turns are kept as they were. */
const MOST_UNSAID = 32;
/** A thousand a second, whatever the number of turns; and as many at once. */
const REMEMBERING = { perMs: 1, most: 1_000 };

/** From: when it begins. */
export function createUnsaidLooks(authors: Authors, from: number): UnsaidLooks {
  const looks = createLooks();
  const allowance = createAllowance({ ...REMEMBERING, from });
  /** A ring, once there are as many as there may be. */
  const unsaid: UnsaidLook[] = [];
  let oldest = 0;
  const say = ({ key, reasons, at, tookMs, result, wrote, error }: UnsaidLook): void =>
    looks.add(key, { at, tookMs, result, because: sayReasons(key, reasons, authors), wrote, error });
  const sayAll = (): void => {
    for (const look of [...unsaid.slice(oldest), ...unsaid.slice(0, oldest)]) say(look);
    unsaid.length = 0;
    oldest = 0;
  };
  return {
    hasRoom: allowance.has,
    add(look) {
      allowance.spend(1);
      const before = unsaid.length < MOST_UNSAID ? undefined : unsaid[oldest];
      if (before === undefined) return void unsaid.push(look);
      unsaid[oldest] = look;
      oldest = (oldest + 1) % MOST_UNSAID;
      say(before);
    },
    of(key) {
      sayAll();
      return looks.of(key);
    },
    keys() {
      sayAll();
      return looks.keys();
    },
  };
}
