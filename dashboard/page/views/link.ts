import { html, type TemplateResult } from 'lit-html';
import type { PageContext } from '../page-state.ts';
import { placeSearch, type PagePlace } from '../place/place.ts';

/** A link to another place of the page: an address like any other, that can be opened in a tab of its own. */
export function link(context: PageContext, to: Partial<PagePlace>, content: unknown, current = false): TemplateResult {
  const follow = (event: MouseEvent): void => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    context.go(to);
  };
  return html`<a href=${placeSearch({ ...context.place.value, ...to })} aria-current=${current ? 'page' : 'false'} @click=${follow}
    >${content}</a
  >`;
}
