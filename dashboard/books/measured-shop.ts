import { createMeter, type Meter } from './meter.ts';
import type { BooksProgress } from './progress.ts';

/** What is measured of a shop. */
export interface MeasuredShop {
  /** That run, and of them those whose books are read. */
  readonly workers: number;
  readonly answering: number;
  readonly windowSeconds: number;
  /** When there will be rates, where there are none yet. */
  readonly readyAt: string;
  /** Units a second of all workers that answer, by `moveKey`; undefined where nobody can tell yet. */
  readonly rates: ReadonlyMap<string, number> | undefined;
  /** What should not be in its books; empty: nothing. */
  readonly problem: string;
  /** Units that somebody may have sold to it, and nobody will ever tell. */
  readonly inDoubt: number;
}

interface Measuring extends Pick<MeasuredShop, 'workers' | 'answering' | 'problem' | 'inDoubt'> {
  readonly nowMs: number;
  readonly wallMs: number;
  readonly windowMs: number;
}

/** The meters of all shops. */
export interface Measures {
  add(shop: string, progress: BooksProgress, nowMs: number): void;
  of(shop: string, measuring: Measuring): MeasuredShop;
  /** Drops those of other shops. */
  keep(shops: ReadonlyMap<string, unknown>): void;
}

/** Two digits are as many as anybody reads, and what changes less does not change for anybody. */
const DIGITS = 2;
/** Nor does a time that is not told more exactly. */
const COARSE_MS = 5_000;

export function createMeasures(): Measures {
  const meters = new Map<string, Meter>();
  return {
    add(shop, progress, nowMs) {
      const meter = meters.get(shop) ?? createMeter(nowMs - progress.seconds * 1_000);
      meters.set(shop, meter);
      meter.add(progress);
    },
    of(shop, { nowMs, wallMs, windowMs, ...counts }) {
      const meter = meters.get(shop);
      const each = counts.answering === 0 ? undefined : meter?.rates(nowMs, windowMs);
      const wait = meter?.waitMs(nowMs, windowMs) ?? windowMs; // one answer alone measures nothing
      return {
        ...counts,
        windowSeconds: Math.round(windowMs / 1_000),
        readyAt: wait > 0 && counts.answering > 0 ? new Date(Math.round((wallMs + wait) / COARSE_MS) * COARSE_MS).toISOString() : '',
        rates: each && new Map([...each].map(([key, rate]) => [key, Number((rate * counts.answering).toPrecision(DIGITS))])),
      };
    },
    keep(shops) {
      for (const shop of meters.keys()) if (!shops.has(shop)) meters.delete(shop);
    },
  };
}
