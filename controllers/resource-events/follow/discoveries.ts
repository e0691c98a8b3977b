import type { Clock } from '../../../ground/time/clock.ts';
import { createWaits } from '../../../ground/time/back-off.ts';
import { createConditions } from '../../../ground/time/condition.ts';
import type { Client } from '../../../kube/client/client.ts';
import { discoverAll, type DiscoveredResources } from '../../../kube/client/discover-all.ts';
import { reflect } from '../../../kube/follow/reflect.ts';
import { customResourceDefinitions } from '../../../kube/objects/built-in.ts';
import { metadataOf, resource } from '../../../kube/objects/resource.ts';

/** What changes what a server serves. */
const DEFINITIONS = [customResourceDefinitions, resource('apiregistration.k8s.io', 'v1', 'apiservices', 'APIService', 'cluster')].map(
  metadataOf,
);

/** Asked again so long after a definition has changed: it takes the server a moment to serve what it says. */
const AFTER_A_CHANGE_MS = [1_000, 5_000];
/** And so often in any case, as definitions may be hidden from us, and servers behind this one come and go. */
const POLL_MS = 30_000;

export interface DiscoveriesOptions {
  readonly client: Client;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly random: () => number;
  readonly onFailure: (error: unknown, retryMs: number) => void;
}

/** What the server serves: now, and again whenever that may have changed. It never throws. */
export async function* discoveries({ client, signal, clock, random, onFailure }: DiscoveriesOptions): AsyncGenerator<DiscoveredResources> {
  const waits = createWaits({ firstMs: 800, longestMs: 30_000, spread: [1, 2], forgetAfterMs: 120_000 }, clock, random);
  const hurry = createHurry({ client, signal, clock, random });
  try {
    while (!signal.aborted) {
      const found = await discoverAll(client, { signal }).catch((error: unknown) => {
        if (signal.aborted) return undefined;
        const retryMs = waits.nextMs();
        onFailure(error, retryMs);
        return { retryMs };
      });
      if (found === undefined) return;
      if ('retryMs' in found) await clock.pause(found.retryMs, signal);
      else {
        yield found;
        await hurry.pause();
      }
    }
  } finally {
    await hurry.ended;
  }
}

interface Hurry {
  /** Until it is time to ask again. */
  pause(): Promise<void>;
  readonly ended: Promise<unknown>;
}

function createHurry({ client, signal, clock, random }: Omit<DiscoveriesOptions, 'onFailure'>): Hurry {
  const conditions = createConditions();
  /** When to ask; the first is next. */
  let due: readonly number[] = [];
  const watch = async (definitions: (typeof DEFINITIONS)[number]): Promise<void> => {
    let isFirst = true;
    for await (const { type } of reflect(client, definitions, { signal, clock, random })) {
      if (type !== 'progress' && !isFirst) {
        due = AFTER_A_CHANGE_MS.map((ms) => clock.now() + ms);
        conditions.changed();
      }
      isFirst = false;
    }
  };
  const ended = Promise.all(DEFINITIONS.map(watch));
  return {
    ended,
    async pause() {
      const until = clock.now() + POLL_MS;
      while (!signal.aborted) {
        const at = Math.min(until, due[0] ?? until);
        const leftMs = at - clock.now();
        if (leftMs <= 0) {
          due = due.filter((moment) => moment > clock.now());
          return;
        }
        const woken = new AbortController();
        const either = AbortSignal.any([signal, woken.signal]);
        await Promise.race([clock.pause(leftMs, either), conditions.next(either)]);
        woken.abort();
      }
    },
  };
}
