import { effect } from '@preact/signals-core';
import type { PageState } from '../page-state.ts';
import { apiState } from './sources.ts';

/** What the page shows is not of now: it stays as it was. */
export const isOld = ({ live: realm, stream }: Pick<PageState, 'live' | 'stream'>): boolean =>
  stream.value.is === 'lost' || stream.value.is === 'refused' || apiState(realm.value?.sources ?? []).state === 'stale';

/** The title of the tab and its icon say when what the page shows is not of now: nobody looks at a wall of tabs one by one. */
export function signOnTab(state: PageState, { document }: Window): void {
  const icon = document.getElementById('icon');
  const live = icon?.getAttribute('href') ?? '';
  effect(() => {
    const old = isOld(state);
    document.title = old ? '▲ civ8s' : 'civ8s';
    icon?.setAttribute('href', old ? live.replace('%232b6cb0', '%23a63f00') : live);
  });
}
