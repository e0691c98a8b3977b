import { createRememberingParser } from '../../../controllers/demand/decide/remembering-parser.ts';
import { configMaps, deployments, pods } from '../../../kube/objects/built-in.ts';
import type { Client } from '../../../kube/client/client.ts';
import { systemClock, type Clock } from '../../../ground/time/clock.ts';
import { SHOP_LABEL } from '../../../model/keys.ts';
import type { GuardedOutput } from '../../output.ts';
import { keep } from '../../cluster/keep.ts';
import { shopWorkers } from '../../cluster/shop-workers.ts';
import { CLEAR_LINE, createPainter } from '../../terminal/painter.ts';
import { createConditions } from '../../../ground/time/condition.ts';
import { shopsOf, type ShopView } from './realm-view.ts';
import { screenLines } from './screen.ts';
import { story } from './story.ts';

export interface FollowRealmOptions {
  /** What stands above the picture. */
  readonly head: string;
  readonly out: GuardedOutput;
  readonly colours: boolean;
  readonly stop: AbortSignal;
  /** Ends when every shop is ready, or after this time. */
  readonly untilReadyMs?: number;
  readonly clock?: Clock;
}

export type RealmEnd =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'late'; readonly missing: readonly ShopView[] };

/** No more than five pictures a second: a person sees no more, and a large realm changes all the time. */
const FRAME_MS = 200;
/** So many directions are read once. */
const MOST_TEXTS = 10_000;

/** Shows the realm as it lives: a picture that is kept up to date on a terminal, lines of what happened elsewhere. */
export async function followRealm(
  client: Client,
  { head, out, colours, stop, untilReadyMs, clock = systemClock }: FollowRealmOptions,
): Promise<RealmEnd> {
  const over = new AbortController();
  const signal = AbortSignal.any([stop, over.signal]);
  const conditions = createConditions();
  const ofShops = { signal, conditions, labelSelector: SHOP_LABEL };
  const [people, shops, maps] = [keep(client, pods, ofShops), keep(client, deployments, ofShops), keep(client, configMaps, ofShops)];
  const parse = createRememberingParser(MOST_TEXTS);
  const painter = out.isTTY === true ? createPainter(out, head) : undefined;
  out.on?.('resize', conditions.changed);
  const deadline = clock.now() + (untilReadyMs ?? Number.POSITIVE_INFINITY);
  let before: readonly ShopView[] = [];
  let outcome: RealmEnd | undefined;
  while (outcome === undefined) {
    const news = new AbortController();
    void conditions.next(signal).then(() => news.abort());
    const everyone = [...people.store.values()];
    const market = { deployments: shops.store.values(), maps: maps.store.values(), pods: everyone };
    const now = shopsOf(
      shops.store.values(),
      everyone,
      shopWorkers(market, { parse, whole: [people, shops, maps].every(({ store }) => store.synced) }),
    );
    if (painter)
      painter.paint(
        screenLines(now, {
          columns: out.columns ?? 80,
          rows: (out.rows ?? 24) - 1 - heightOf(head, out.columns ?? 80),
          colours,
        }),
      );
    else for (const line of story(before, now)) out.write(`${line}\n`);
    before = now;
    outcome = outcomeOf(now, {
      isSynced: shops.store.synced && people.store.synced,
      waits: untilReadyMs !== undefined,
      isLate: clock.now() >= deadline,
      isStopped: stop.aborted,
    });
    if (outcome !== undefined) break;
    await clock.pause(FRAME_MS, stop);
    await clock.pause(Math.min(60_000, Math.max(0, deadline - clock.now())), AbortSignal.any([stop, news.signal]));
  }
  out.off?.('resize', conditions.changed);
  if (painter) out.exact(CLEAR_LINE); // of the ^C that the terminal wrote there
  over.abort();
  await Promise.all([people.over, shops.over, maps.over]);
  return outcome;
}

/** How many lines of the screen a text takes: a terminal wraps those that are too long. */
const heightOf = (text: string, columns: number): number =>
  text
    .trimEnd()
    .split('\n')
    .reduce((rows, line) => rows + Math.max(1, Math.ceil(line.length / columns)), 0);

interface Moment {
  readonly isSynced: boolean;
  readonly waits: boolean;
  readonly isLate: boolean;
  readonly isStopped: boolean;
}

function outcomeOf(shops: readonly ShopView[], { isSynced, waits, isLate, isStopped }: Moment): RealmEnd | undefined {
  if (isStopped) return { kind: 'stopped' };
  if (!waits) return undefined;
  const missing = shops.filter(({ ready, wanted }) => ready < wanted);
  if (isSynced && shops.length > 0 && missing.length === 0) return { kind: 'ready' };
  return isLate ? { kind: 'late', missing } : undefined;
}
