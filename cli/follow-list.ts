import type { Client } from '../kube/client.ts';
import { systemClock } from '../kube/clock.ts';
import { follow } from '../kube/follow.ts';
import { reflect } from '../kube/reflect.ts';
import type { KubeObject } from '../kube/resource.ts';
import { createStore, type Store } from '../kube/store.ts';
import type { Output } from './invocation.ts';
import { rendered, sorted, type ListingOptions, type ListSource } from './listing.ts';
import { createPulse } from './pulse.ts';

export interface FollowListOptions {
  readonly output: ListingOptions['output'];
  readonly out: Output;
  readonly stop: AbortSignal;
}

/** Prints the rows, and then those that change, until `stop`. Answers how many there are at the end. */
export async function followList(client: Client, source: ListSource, { output, out, stop }: FollowListOptions): Promise<number> {
  const stores: Store<KubeObject>[] = [];
  const pulse = createPulse();
  const running = source.collections.map(async ({ resource, ...selection }) => {
    const writer = createStore<KubeObject>();
    stores.push(writer.store);
    for await (const _ of follow(reflect(client, resource, { ...selection, signal: stop }), writer)) pulse.beat();
  });
  await Promise.all(stores.map((store) => store.whenSynced(stop)));
  let shown = new Map<string, string>();
  let first = true;
  while (!stop.aborted) {
    const news = pulse.next();
    const rows = sorted(source.rows(stores.map((store) => [...store.values()])));
    const now = new Map(rows.map((row) => [row.name, JSON.stringify(row.data)]));
    const different = rows.filter((row) => shown.get(row.name) !== now.get(row.name));
    const text = output === 'json' ? different.map((row) => `${JSON.stringify(row.data)}\n`).join('') : await rendered(different, first ? source.titles : [], output);
    if (text !== '') out.write(text);
    first = false;
    shown = now;
    await systemClock.pause(MOST_PAUSE_MS, AbortSignal.any([stop, news]));
  }
  await Promise.all(running);
  return shown.size;
}

const MOST_PAUSE_MS = 2 ** 30;
