import { computed, effect, type Signal } from '@preact/signals-core';
import type { HistoryPicture } from '../../wire.ts';
import type { PageContext } from '../page-state.ts';
import { RANGES, type PageView } from '../place/place.ts';

const EVERY_MS = 10_000;
/** What each view shows trends of. */
const OF_VIEW: Partial<Record<PageView, string>> = {
  shops: 'shop=*&what=stock&points=40',
  economy: 'what=stock&points=40',
};

/** Fetches the figures of what was: of the open view, and of the shop in the panel. */
export function followFigures(context: PageContext, browser: Window & typeof globalThis): void {
  const { place, figures, shopFigures } = context;
  follow(
    context,
    browser,
    computed(() => OF_VIEW[place.value.view] ?? ''),
    figures,
  );
  follow(
    context,
    browser,
    computed(() => (place.value.shop === '' ? '' : `shop=${encodeURIComponent(place.value.shop)}&points=180`)),
    shopFigures,
  );
}

function follow(
  { place }: PageContext,
  browser: Window & typeof globalThis,
  question: { readonly value: string },
  into: Signal<HistoryPicture | undefined>,
): void {
  const time = computed(() => `${place.value.t} ${place.value.at}`);
  effect(() => {
    const asked = question.value;
    const [t, at] = [place.peek().t, place.peek().at];
    void time.value;
    into.value = undefined;
    if (asked === '') return undefined;
    const over = new AbortController();
    const ask = async (): Promise<void> => {
      if (browser.document.visibilityState === 'hidden') return;
      const toMs = at === '' ? Date.now() : Date.parse(at);
      const times = `from=${new Date(toMs - RANGES[t]).toISOString()}&to=${new Date(toMs).toISOString()}`;
      into.value = (await fetchFigures(browser, `api/history?${asked}&${times}`, over.signal)) ?? into.value;
    };
    void ask();
    const timer = at === '' ? browser.setInterval(() => void ask(), EVERY_MS) : undefined;
    return () => {
      over.abort();
      browser.clearInterval(timer);
    };
  });
}

/** Undefined where there is no answer: what was shown stays, and the header says whether the server is lost. */
async function fetchFigures(browser: Window, path: string, signal: AbortSignal): Promise<HistoryPicture | undefined> {
  try {
    const answer = await browser.fetch(path, { signal });
    return answer.ok ? ((await answer.json()) as HistoryPicture) : undefined;
  } catch {
    return undefined;
  }
}
