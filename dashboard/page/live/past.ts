import { computed, effect } from '@preact/signals-core';
import type { RealmPicture } from '../../wire/realm.ts';
import type { PageContext, PageState, PastState } from '../page-state.ts';
import { placeTime, RANGES } from '../place/place.ts';
import { shownRealm } from './shown-realm.ts';

/** Fetches how the realm was, whenever the place is of another time. */
export function followPast({ place, past }: PageState, browser: Window & typeof globalThis): void {
  const wanted = computed(() => place.value.at);
  effect(() => {
    const at = wanted.value;
    if (at === '') return undefined;
    const over = new AbortController();
    void fetchPast(browser, at, over.signal).then((found) => {
      if (!over.signal.aborted) past.value = found;
    });
    return () => over.abort();
  });
}

async function fetchPast(browser: Window & typeof globalThis, at: string, signal: AbortSignal): Promise<PastState> {
  try {
    const answer = await browser.fetch(`api/realm?at=${encodeURIComponent(at)}`, { signal });
    if (!answer.ok) return { says: (await answer.text()).slice(0, 300).trim() };
    return { realm: shownRealm((await answer.json()) as RealmPicture) };
  } catch {
    return { says: 'the server does not answer' };
  }
}

/** A range has so many steps from its one end to the other. */
const STEPS = 60;

/** A step back or forward; from the last one on it is now again. */
export function stepInTime(context: PageContext, direction: -1 | 1): void {
  const { at, t } = context.place.value;
  if (at === '' && direction === 1) return;
  const stepMs = RANGES[t] / STEPS;
  const next = context.shownMs.value + direction * stepMs;
  context.go({ at: next > context.nowMs.value - stepMs / 2 ? '' : placeTime(next) }, at === '' ? 'push' : 'replace');
}
