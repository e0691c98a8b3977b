import { systemClock } from '../../ground/time/clock.ts';
import { firstLook } from './first-look.ts';
import type { CommandInvocation } from '../invocation.ts';
import { keep } from './keep.ts';
import { rendered, sorted, type ListingOptions, type ListSource, type Row } from './listing.ts';
import { createPulse } from '../../ground/time/pulse.ts';
import type { Reached } from './reach-cluster.ts';
import { whyNothing } from './why-nothing.ts';

/** Prints the rows, and then those that change, until `stop`. */
export async function followList(
  { stdout, stderr, stopSignal }: CommandInvocation,
  reached: Reached,
  source: ListSource,
  output: ListingOptions['output'],
): Promise<void> {
  const stop = stopSignal();
  await Promise.all(source.collections.map((collection) => firstLook(reached, collection)));
  const pulse = createPulse();
  const kept = source.collections.map(({ resource, ...selection }) =>
    keep(reached.client, resource, { ...selection, signal: stop, pulse }),
  );
  await Promise.all(kept.map(({ store }) => store.whenSynced(stop)));
  let shown = new Map<string, string>();
  let first = true;
  while (!stop.aborted) {
    const news = pulse.next();
    const rows = sorted(source.rows(kept.map(({ store }) => [...store.values()])));
    const now = new Map(rows.map((row) => [row.name, substance(row, output)]));
    const different = rows.filter((row) => shown.get(row.name) !== now.get(row.name));
    const text =
      output === 'json'
        ? different.map((row) => `${JSON.stringify(row.data)}\n`).join('')
        : await rendered(different, first ? source.titles : [], output);
    if (text !== '') stdout.write(text);
    if (first && rows.length === 0) stderr.write(`${await whyNothing(reached, source.kingdom)}\n`);
    first = false;
    shown = now;
    await systemClock.pause(MOST_PAUSE_MS, AbortSignal.any([stop, news]));
  }
  await Promise.all(kept.map(({ over }) => over));
}

const MOST_PAUSE_MS = 2 ** 30;

/** What has to differ for a row to be printed again. */
function substance({ name, cells, data }: Row, output: ListingOptions['output']): string {
  if (output === 'plain' || output === 'name') return name;
  return JSON.stringify(output === 'wide' ? cells : data);
}
