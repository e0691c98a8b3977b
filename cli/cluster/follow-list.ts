import { firstLook } from './first-look.ts';
import type { GuardedInvocation } from '../output.ts';
import { keep } from './keep.ts';
import { systemClock } from '../../ground/time/clock.ts';
import { createConditions } from '../../ground/time/condition.ts';
import type { Reached } from './reach-cluster.ts';
import { rendered, sorted, type ListSource, type OutputForm, type Row } from './rows.ts';
import { whyNothing } from './why-nothing.ts';

const LOOK_MS = 100;

/** Prints the rows, and then those that change, until `stop`. */
export async function followList(
  { stdout, stderr, stopSignal }: GuardedInvocation,
  reached: Reached,
  source: ListSource,
  output: OutputForm,
): Promise<void> {
  const stop = stopSignal();
  await Promise.all(source.collections.map((collection) => firstLook(reached, collection)));
  const conditions = createConditions();
  const kept = source.collections.map(({ resource, ...selection }) =>
    keep(reached.client, resource, { ...selection, signal: stop, conditions }),
  );
  await Promise.all(kept.map(({ store }) => store.whenSynced(stop)));
  let shown = new Map<string, string>();
  let first = true;
  while (!stop.aborted) {
    const news = conditions.next(stop); // from now on: what changes while this is printed is printed next
    const rows = sorted(source.rows(kept.map(({ store }) => [...store.values()])));
    const now = new Map(rows.map((row) => [row.name, substance(row, output)]));
    const different = rows.filter((row) => shown.get(row.name) !== now.get(row.name));
    const text =
      output === 'json'
        ? different.map((row) => `${JSON.stringify(row.data)}\n`).join('')
        : await rendered(different, first ? source.titles : [], output);
    if (text !== '') stdout.write(text);
    await stdout.drained(stop);
    if (first && rows.length === 0) stderr.write(`${await whyNothing(reached, source.kingdom)}\n`);
    first = false;
    shown = now;
    // Many changes are looked at together: each look costs as much as all rows.
    await systemClock.pause(LOOK_MS, stop);
    await news;
  }
  await Promise.all(kept.map(({ over }) => over));
}

/** What has to differ for a row to be printed again. */
function substance({ name, cells, data }: Row, output: OutputForm): string {
  if (output === 'plain' || output === 'name') return name;
  return JSON.stringify(output === 'wide' ? cells : data);
}
