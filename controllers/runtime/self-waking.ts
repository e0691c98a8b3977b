import type { Clock } from '../../ground/time/clock.ts';
import type { Log } from './tell/log.ts';

/**
 * Tells of keys that wake themselves: each turn writes something, the store shows it, and that wakes the key again. A turn that anything
 * else had a part in ends the chain.
 */
export interface SelfWaking {
  /** The key is to be looked at. The version: of the object whose change is the reason; undefined: there is another reason. */
  woken(key: string, version: string | undefined): void;
  /** The server answered a write for the key with that version. */
  wrote(key: string, version: string | undefined, what: string): void;
  /** A turn of the key begins: all that it wrote in the one before has been seen by now. */
  turn(key: string): void;
}

const MOST_TURNS = 20;
const WITHIN_MS = 60_000;
const TOLD_AGAIN_MS = 3_600_000;
/** The keys with the latest turns are remembered, so many to twice as many, and so many versions for each. */
const MOST_KEYS = 1_000;
const MOST_VERSIONS = 100;

interface Chain {
  /** What it wrote in its last turn, and what it was woken by that was not known to be its own: an event may be faster than the answer. */
  readonly wrote: string[];
  readonly came: string[];
  byItself: boolean;
  byOthers: boolean;
  last: string;
  readonly turns: number;
  readonly since: number;
  readonly toldAt: number;
}

export function createSelfWaking(clock: Clock, log: Log): SelfWaking {
  /** Two generations: to drop a whole one costs less than to find the oldest key each time. */
  let [chains, older] = [new Map<string, Chain>(), new Map<string, Chain>()];
  const find = (key: string): Chain | undefined => chains.get(key) ?? older.get(key);

  /** How long the chain is of which this turn is the last. */
  function continued(key: string, chain: Chain | undefined): Pick<Chain, 'turns' | 'since' | 'toldAt'> {
    const now = clock.now();
    const { turns, since, toldAt, last } = chain ?? { turns: 0, since: now, toldAt: -Infinity, last: '' };
    if (chain === undefined || !chain.byItself || chain.byOthers || chain.came.length > 0) return { turns: 0, since: now, toldAt };
    if (turns + 1 < MOST_TURNS) return { turns: turns + 1, since, toldAt };
    if (now - since > WITHIN_MS || now - toldAt < TOLD_AGAIN_MS) return { turns: 0, since: now, toldAt };
    log.warn({ key, wrote: last }, 'this key wakes itself: each turn writes something that differs from what the turn before wrote');
    return { turns: 0, since: now, toldAt: now };
  }

  return {
    woken(key, version) {
      const chain = find(key);
      if (chain === undefined) return;
      if (version === undefined || chain.came.length >= MOST_VERSIONS) chain.byOthers = true;
      else if (chain.wrote.includes(version)) chain.byItself = true;
      else chain.came.push(version);
    },
    wrote(key, version, what) {
      const chain = find(key);
      if (chain === undefined || version === undefined) return;
      chain.last = what;
      const at = chain.came.indexOf(version);
      if (at >= 0) {
        chain.came.splice(at, 1);
        chain.byItself = true;
      }
      if (chain.wrote.length < MOST_VERSIONS) chain.wrote.push(version);
    },
    turn(key) {
      const chain = find(key);
      chains.set(key, { ...continued(key, chain), wrote: [], came: [], byItself: false, byOthers: false, last: '' });
      if (chains.size >= MOST_KEYS) [chains, older] = [new Map(), chains];
    },
  };
}
