import { html, nothing, type TemplateResult } from 'lit-html';
import type { CausePicture } from '../../wire/realm.ts';
import type { PageContext } from '../page-state.ts';
import { goodRow } from './good-row.ts';
import { link } from './link.ts';
import { ownName } from './own-name.ts';

/** The causes with what would help, and a row for each good: what could be made of it, what is, and what is wanted; it opens. */
export function economyView(context: PageContext): TemplateResult {
  const { causes = [], goods = [] } = context.realm.value ?? {};
  const { q } = context.place.value;
  const found = goods.filter(({ good }) => good.toLowerCase().includes(q.toLowerCase()));
  return html`<section class="economy" aria-labelledby="economy-title">
    <h2 id="economy-title" class="hidden">Economy</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="Causes and goods">
      <h3>Causes</h3>
      ${
        causes.length === 0
          ? html`<p class="quiet">${context.realm.value === undefined ? 'loading …' : 'Nobody is held up.'}</p>`
          : html`<ol class="causes">
              ${causes.map((cause) => causeItem(context, cause))}
            </ol>`
      }
      <h3>Goods <span class="quiet">units a second</span></h3>
      <table>
        <thead>
          <tr>
            ${TITLES.map((title) => html`<th scope="col">${title}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${found.map((good) => goodRow(context, good))}
        </tbody>
      </table>
    </div>
  </section>`;
}

const TITLES = ['Good', 'Could make', 'Planned', 'Made now', 'Could use', 'Used now', 'In store', 'Trend', 'State'];
/** More names than these nobody reads. */
const MOST_NAMED = 5;

function causeItem(context: PageContext, { shop, says, holdsUp, remedies }: CausePicture): TemplateResult {
  const more = holdsUp.length - MOST_NAMED;
  return html`<li data-cause=${shop}>
    <b>${link(context, { shop }, shop)}</b> ${says}
    ${
      holdsUp.length === 0
        ? nothing
        : html`<p class="quiet">
            holds up ${holdsUp.length}:
            ${holdsUp.slice(0, MOST_NAMED).map((key, index) => heldLink(context, key, index))}${more > 0 ? ` and ${more} more` : ''}
          </p>`
    }
    ${remedies.map((text) => html`<p>would help: ${text}</p>`)}
  </li>`;
}

const heldLink = (context: PageContext, key: string, index: number): TemplateResult =>
  html`${index === 0 ? '' : ', '}${link(context, { shop: key }, ownName(key))}`;
