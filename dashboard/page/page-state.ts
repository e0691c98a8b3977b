import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals-core';
import type { ControllersPicture } from '../wire/controllers.ts';
import type { HistoryPicture, TroublesPicture } from '../wire/past.ts';
import type { ShownRealm } from './live/shown-realm.ts';
import { placeSearch, readPlace, type PagePlace } from './place/place.ts';

/** How the page hears from its server. */
export type StreamState =
  | { readonly is: 'opening' }
  | { readonly is: 'live' }
  /** Nobody sees the page: it will take a fresh picture when it is seen again. */
  | { readonly is: 'paused' }
  /** It tries again by itself. */
  | { readonly is: 'lost'; readonly sinceMs: number }
  | { readonly is: 'refused'; readonly says: string };

/** All that the page shows is made of this. */
export interface PageState {
  /** The realm as it is now, or as it was at the time of the place. */
  readonly realm: ReadonlySignal<ShownRealm | undefined>;
  readonly live: Signal<ShownRealm | undefined>;
  readonly past: Signal<PastState>;
  /** Figures of what was: of the view that is open, and of the shop in the panel. */
  readonly figures: Signal<HistoryPicture | undefined>;
  readonly shopFigures: Signal<HistoryPicture | undefined>;
  /** What went wrong in the range that is looked at; where that view is open. */
  readonly troubles: Signal<TroublesPicture | undefined>;
  /** Known while somebody looks at them. */
  readonly controllers: Signal<ControllersPicture | undefined>;
  readonly place: Signal<PagePlace>;
  readonly stream: Signal<StreamState>;
  /** The server has a newer page than this one. */
  readonly outdated: Signal<boolean>;
  /** How much of a phone's page the panel takes. */
  readonly sheet: Signal<'half' | 'full'>;
  /** The time of day, now and then: for ages. */
  readonly nowMs: Signal<number>;
  /** The time of what is shown. */
  readonly shownMs: ReadonlySignal<number>;
}

/** What is known of the time that is looked back to. */
export interface PastState {
  readonly realm?: ShownRealm;
  /** Why there is nothing to show. */
  readonly says?: string;
}

export interface PageContext extends PageState {
  /** `push`: Back leads to where one was. `replace`: it does not. */
  go(to: Partial<PagePlace>, how?: 'push' | 'replace'): void;
}

export function createPageContext(browser: Window): PageContext {
  const place = signal(readPlace(browser.location.search));
  browser.addEventListener('popstate', () => (place.value = readPlace(browser.location.search)));
  const live = signal<ShownRealm | undefined>(undefined);
  const past = signal<PastState>({});
  const nowMs = signal(Date.now());
  return {
    realm: computed(() => (place.value.at === '' ? live.value : past.value.realm)),
    live,
    past,
    figures: signal(undefined),
    shopFigures: signal(undefined),
    troubles: signal(undefined),
    shownMs: computed(() => (place.value.at === '' ? nowMs.value : Date.parse(place.value.at))),
    controllers: signal(undefined),
    place,
    stream: signal({ is: 'opening' }),
    outdated: signal(false),
    sheet: signal('half'),
    nowMs,
    go(to, how = 'push') {
      place.value = { ...place.value, ...to };
      browser.history[how === 'push' ? 'pushState' : 'replaceState']({}, '', placeSearch(place.value));
    },
  };
}
