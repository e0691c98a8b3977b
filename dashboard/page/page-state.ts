import { signal, type Signal } from '@preact/signals-core';
import type { ControllersPicture } from '../wire.ts';
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
  readonly realm: Signal<ShownRealm | undefined>;
  /** Known while somebody looks at them. */
  readonly controllers: Signal<ControllersPicture | undefined>;
  readonly place: Signal<PagePlace>;
  readonly stream: Signal<StreamState>;
  /** The server has a newer page than this one. */
  readonly outdated: Signal<boolean>;
  /** The time of day, now and then: for ages. */
  readonly nowMs: Signal<number>;
}

export interface PageContext extends PageState {
  /** `push`: Back leads to where one was. `replace`: it does not. */
  go(to: Partial<PagePlace>, how?: 'push' | 'replace'): void;
}

export function createPageContext(browser: Window): PageContext {
  const place = signal(readPlace(browser.location.search));
  browser.addEventListener('popstate', () => (place.value = readPlace(browser.location.search)));
  return {
    realm: signal(undefined),
    controllers: signal(undefined),
    place,
    stream: signal({ is: 'opening' }),
    outdated: signal(false),
    nowMs: signal(Date.now()),
    go(to, how = 'push') {
      place.value = { ...place.value, ...to };
      browser.history[how === 'push' ? 'pushState' : 'replaceState']({}, '', placeSearch(place.value));
    },
  };
}
