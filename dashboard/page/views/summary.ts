import { html, nothing, type TemplateResult } from 'lit-html';
import { rate } from '../../../model/economy/rate.ts';
import type { CausePicture } from '../../wire/realm.ts';
import type { PageContext } from '../page-state.ts';
import { link } from './link.ts';
import { ownName } from './own-name.ts';

/** More of them nobody reads in a line. */
const MOST_CAUSES = 3;

/** The realm in a line: who is held up, and by whom. The causes come first, not those that they hold up. */
export function summary(context: PageContext): TemplateResult | typeof nothing {
  const realm = context.realm.value;
  if (realm === undefined) return nothing;
  const { causes, shops, trades } = realm;
  const held = new Set(causes.flatMap(({ holdsUp }) => holdsUp)).size;
  const more = causes.length - MOST_CAUSES;
  return html`<p class="summary">
    ${shops.size} ${shops.size === 1 ? 'shop' : 'shops'}${trades === null ? nothing : html` · ${rate(trades)} trades/s`}
    ${
      causes.length === 0
        ? html`· nobody is held up`
        : html`· <b>${held} held up by ${causes.length} ${causes.length === 1 ? 'cause' : 'causes'}</b>:
            ${causes.slice(0, MOST_CAUSES).map((cause, index) => html`${index === 0 ? '' : ', '}${causeLink(context, cause)}`)}${
              more > 0 ? ` and ${more} more` : ''
            }`
    }
  </p>`;
}

function causeLink(context: PageContext, { shop, good, holdsUp }: CausePicture): TemplateResult {
  const name = ownName(shop);
  const trouble = context.realm.value?.shops.get(shop)?.state === 'trouble';
  const about = [
    ...(trouble ? ['trouble'] : good === '' ? [] : [good]),
    ...(holdsUp.length > 1 ? [`holds up ${holdsUp.length}`] : []),
  ].join(', ');
  return link(context, { shop }, about === '' ? name : `${name} (${about})`);
}
