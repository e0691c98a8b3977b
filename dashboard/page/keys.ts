import { stepInTime } from './live/past.ts';
import { VIEWS } from './place/place.ts';
import type { PageContext } from './page-state.ts';

/** The keys that work everywhere; none without a modifier while somebody types. */
export function listenToKeys(context: PageContext, { document }: Window): void {
  document.addEventListener('keydown', (event) => {
    const find = document.getElementById('find');
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement) {
      if (event.key === 'Escape') event.target.blur();
      return;
    }
    const keys = document.getElementById('help');
    if (keys instanceof HTMLDialogElement && (event.key === '?' || keys.open)) {
      if (event.key === '?' && !keys.open) keys.showModal();
      return; // Escape closes it by itself
    }
    const view = VIEWS[Number(event.key) - 1];
    if (event.key === '/') {
      event.preventDefault();
      find?.focus();
    } else if (event.key === 'Escape' && context.place.value.shop !== '') context.go({ shop: '' });
    else if (event.key === '[' || event.key === ']') stepInTime(context, event.key === '[' ? -1 : 1);
    else if (event.key === 'l') context.go({ at: '' });
    else if (view !== undefined) context.go({ view });
  });
}
