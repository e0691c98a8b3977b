import type { Rate } from '../limit-flags.ts';
import { reloadKeys, type WorkloadKey } from '../seen/reload-key.ts';
import type { Judge } from './judge.ts';
import { createRollRate, type RollRate } from './roll-rate.ts';

/** So many are written at once: a server that is slow is asked for less. The first records, which roll nothing, are not counted. */
const AT_ONCE = 2;
/** It is asked again as soon as one is done; this is for the case that none ever is. */
const BUSY_MS = 10_000;

/** How often workloads may be rolled, in the whole cluster and in each namespace. */
export interface RollRates {
  /** Are as many being written as may be at once? Asked before anything that costs more to find out. */
  readonly busy: Judge;
  /** Asked last: its `go` is a roll. */
  readonly judge: Judge;
  /** One that was let go has been rolled, or that has failed. */
  done(key: WorkloadKey): void;
  /** It was rolled then, by this process or another. */
  saw(key: WorkloadKey, at: number, now: number): void;
  /** It is not to be rolled any more, or not for now. */
  forget(key: WorkloadKey): void;
}

/** The line of those that wait for one to be done. */
export const BUSY = 'busy';

export interface RateLimits {
  readonly cluster: Rate | undefined;
  readonly namespace: Rate | undefined;
}

export function createRollRates(limits: RateLimits): RollRates {
  const cluster = limits.cluster === undefined ? [] : [createRollRate(limits.cluster)];
  const namespaces = new Map<string, RollRate>();
  const ratesOf = ({ storeKey }: WorkloadKey): readonly RollRate[] => {
    if (limits.namespace === undefined) return cluster;
    const namespace = storeKey.slice(0, storeKey.indexOf('/'));
    const known = namespaces.get(namespace) ?? createRollRate(limits.namespace);
    namespaces.set(namespace, known);
    return [...cluster, known];
  };
  const underWay = new Set<string>();
  return {
    busy: () => (underWay.size < AT_ONCE ? 'go' : { held: 'rate', why: 'others are being rolled', afterMs: BUSY_MS, line: BUSY }),
    judge({ key }, now) {
      const text = reloadKeys.text(key);
      const rates = ratesOf(key);
      const afterMs = Math.max(0, ...rates.map((rate) => rate.waitMs(text, now)));
      if (afterMs > 0)
        return { held: 'rate', why: 'as many rolls as --max-rolls and --max-rolls-per-namespace allow have just been made', afterMs };
      for (const rate of rates) rate.took(text, now);
      underWay.add(text);
      return 'go';
    },
    done: (key) => void underWay.delete(reloadKeys.text(key)),
    saw(key, at, now) {
      for (const rate of ratesOf(key)) rate.saw(reloadKeys.text(key), at, now);
    },
    forget(key) {
      for (const rate of ratesOf(key)) rate.forget(reloadKeys.text(key));
    },
  };
}
