import { effect } from '@preact/signals-core';
import type { PageState } from '../page-state.ts';
import { apiState } from './sources.ts';

/** The title of the tab and its icon say when what the page shows is not of now: nobody looks at a wall of tabs one by one. */
export function signOnTab({ live: realm, stream }: PageState, { document }: Window): void {
  const icon = document.getElementById('icon');
  const live = icon?.getAttribute('href') ?? '';
  effect(() => {
    const old = stream.value.is === 'lost' || stream.value.is === 'refused' || apiState(realm.value?.sources ?? []).state === 'stale';
    document.title = old ? '▲ civ8s' : 'civ8s';
    icon?.setAttribute('href', old ? live.replace('%232b6cb0', '%23a63f00') : live);
  });
}
