import { waitMs, type BackOff } from '../../ground/time/back-off.ts';
import type { Clock } from '../../ground/time/clock.ts';
import { GOODS_PREFIX, SIGN_KEYS_LIMIT, WAITS_ANNOTATION } from '../../model/keys.ts';
import type { Announce } from '../chronicle.ts';

/** Annotations of the own pod; null: there is to be none. */
export type Annotations = Readonly<Record<string, string | null>>;

/** How an attempt to write them ended. Never a throw: the sign is no reason to stop anything. */
export type Written =
  | { readonly is: 'written' }
  | { readonly is: 'refused' | 'unreached'; readonly why: string; readonly retryAfterMs?: number };

export type Write = (annotations: Annotations, signal: AbortSignal) => Promise<Written>;

export interface SignOptions {
  readonly wanted: () => Annotations;
  readonly write: Write;
  readonly announce: Announce;
  readonly clock: Clock;
  readonly random: () => number;
}

export interface Sign {
  /** Keeps the sign true until the signal ends it. */
  keep(signal: AbortSignal): Promise<void>;
  /** One last time. */
  finish(signal: AbortSignal): Promise<void>;
}

/** At most two a second, of which none overtakes another. */
const PAUSE_MS = 500;
const RETRIES: BackOff = { firstMs: 2 * PAUSE_MS, longestMs: 15_000, spread: [1, 0.5] };

export function createSign({ wanted, write, announce, clock, random }: SignOptions): Sign {
  /** What is known to stand on the pod. */
  const known = new Map<string, string | null>();

  const bringUp = async (signal: AbortSignal): Promise<Written | undefined> => {
    const changes = changesOf(known, wanted());
    const entries = Object.entries(changes);
    if (entries.length === 0) return undefined;
    // Until there is an answer, the pod may bear the old value or the new one.
    for (const [key] of entries) known.delete(key);
    const written = await write(changes, signal);
    if (written.is === 'written') for (const [key, value] of entries) known.set(key, value);
    announce({ is: 'signed', outcome: written.is, why: written.is === 'written' ? undefined : written.why });
    return written;
  };

  return {
    async keep(signal) {
      for (let failures = 0; !signal.aborted;) {
        const written = await bringUp(signal);
        if (written !== undefined) failures = written.is === 'written' ? 0 : failures + 1;
        const asked = written?.is === 'written' ? 0 : (written?.retryAfterMs ?? 0);
        await clock.pause(Math.max(pauseAfter(failures, random), asked), signal);
      }
    },
    async finish(signal) {
      await bringUp(signal);
    },
  };
}

/** Half a second; after failures twice as long each time, up to 15 s, and up to half of that less by chance. */
export const pauseAfter = (failures: number, random: () => number): number =>
  failures === 0 ? PAUSE_MS : waitMs(RETRIES, failures, random);

/** What has to be written so that the pod bears what is wanted: nothing that is known to be there. */
export const changesOf = (known: ReadonlyMap<string, string | null>, wanted: Annotations): Annotations =>
  Object.fromEntries(Object.entries(wanted).filter(([key, value]) => known.get(key) !== value));

/** What a worker writes on its pod: of more goods than a sign may have, the first. */
export const annotationsOf = (inventory: Readonly<Record<string, string>>, waits: string): Annotations => ({
  ...Object.fromEntries(
    Object.entries(inventory)
      .slice(0, SIGN_KEYS_LIMIT - 1)
      .map(([good, stock]) => [`${GOODS_PREFIX}${good}`, stock]),
  ),
  [WAITS_ANNOTATION]: waits === '' ? null : waits,
});
