import { waitMs, type BackOff } from '../../ground/time/back-off.ts';
import type { Clock } from '../../ground/time/clock.ts';
import { askedText } from '../../model/asked-text.ts';
import { ASKED_ANNOTATION, DELETION_COST_ANNOTATION, GOODS_PREFIX, SIGN_KEYS_LIMIT, WAITS_ANNOTATION } from '../../model/keys.ts';
import type { Announce } from '../chronicle.ts';
import { deletionCost } from './deletion-cost.ts';
import { afterAttempt, offered, OFFERED } from './newer-keys.ts';
import type { Annotations, Write, Written } from './write.ts';

export interface SignOptions {
  readonly wanted: () => Annotations;
  readonly write: Write;
  readonly announce: Announce;
  readonly clock: Clock;
  readonly random: () => number;
}

export interface Sign {
  /** Keeps the annotations up to date until the signal aborts. */
  keep(signal: AbortSignal): Promise<void>;
  /** Writes them one last time. */
  finish(signal: AbortSignal): Promise<void>;
}

/** At most two writes a second, one at a time. */
const PAUSE_MS = 500;
const RETRIES: BackOff = { firstMs: 2 * PAUSE_MS, longestMs: 15_000, spread: [1, 0.5] };

export function createSign({ wanted, write, announce, clock, random }: SignOptions): Sign {
  /** The values that the pod is known to have. */
  const known = new Map<string, string | null>();
  let newer = OFFERED;

  const bringUp = async (signal: AbortSignal): Promise<Written | undefined> => {
    const changes = offered(changesOf(known, wanted()), newer, clock.now());
    const entries = Object.entries(changes);
    if (entries.length === 0) return undefined;
    // Until there is an answer, the pod may have the old value or the new one.
    for (const [key] of entries) known.delete(key);
    const written = await write(changes, signal);
    newer = afterAttempt(newer, { changes, written, now: clock.now(), random });
    if (written.is === 'written') for (const [key, value] of entries) known.set(key, value);
    announce({ is: 'signed', outcome: written.is, why: written.is === 'written' ? undefined : written.why });
    return written;
  };

  return {
    async keep(signal) {
      for (let failures = 0; !signal.aborted;) {
        const written = await bringUp(signal);
        if (written !== undefined) failures = written.is === 'written' ? 0 : failures + 1;
        const asked = written?.is === 'refused' ? (written.retryAfterMs ?? 0) : 0;
        await clock.pause(Math.max(pauseAfter(failures, random), asked), signal);
      }
    },
    async finish(signal) {
      const written = await bringUp(signal);
      if (written?.is === 'refused') await bringUp(signal); // this time without what may have been too new
    },
  };
}

/** Half a second; after failures twice as long each time, up to 15 s, and up to half of that less by chance. */
export const pauseAfter = (failures: number, random: () => number): number =>
  failures === 0 ? PAUSE_MS : waitMs(RETRIES, failures, random);

/** What has to be written so that the pod has what is wanted: nothing that is known to be there already. */
export const changesOf = (known: ReadonlyMap<string, string | null>, wanted: Annotations): Annotations =>
  Object.fromEntries(Object.entries(wanted).filter(([key, value]) => known.get(key) !== value));

/** What a worker has to show. */
export interface Shown {
  readonly inventory: Readonly<Record<string, string>>;
  readonly waits: string;
  /** What outsiders ask, in units a second. */
  readonly asked: ReadonlyMap<string, number>;
}

/** What a worker writes on its pod: if there are more goods than it may have annotations, the first of them. */
export function annotationsOf({ inventory, waits, asked }: Shown): Annotations {
  const goods = Object.entries(inventory);
  return {
    ...Object.fromEntries(goods.slice(0, SIGN_KEYS_LIMIT - OTHER_KEYS).map(([good, stock]) => [`${GOODS_PREFIX}${good}`, stock])),
    [WAITS_ANNOTATION]: waits || null,
    [ASKED_ANNOTATION]: askedText(asked) || null,
    [DELETION_COST_ANNOTATION]: deletionCost(goods.reduce((sum, [, stock]) => sum + Number(stock), 0)),
  };
}
const OTHER_KEYS = 3;
