import { html, nothing, type TemplateResult } from 'lit-html';
import { rate } from '../../../model/economy/rate.ts';
import type { CausePicture, GoodPicture } from '../../wire/realm.ts';
import type { UnitsPerSecond } from '../../wire/shop.ts';
import type { PageContext } from '../page-state.ts';
import { rateText } from './flows.ts';
import { link } from './link.ts';
import { sparkline } from './sparkline.ts';

/** The causes with what would help, and a row for each good: what could be made of it, what is, and what is wanted. */
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

function goodRow(context: PageContext, { good, stock, full, plan, now, could, used, differs }: GoodPicture): TemplateResult {
  const trend = context.figures.value?.series.find((series) => series.good === good && series.shop === '');
  return html`<tr data-good=${good}>
    <th scope="row">${link(context, { view: 'shops', q: good }, good)}</th>
    ${[full, plan, now, could, used].map((value) => html`<td>${rateText(value)}</td>`)}
    <td>${stock}</td>
    <td>${sparkline(trend?.values, 'in store')}</td>
    <td>${balance(now ?? plan, could)}${differs ? html` <b data-differs>differs from the plan</b>` : nothing}</td>
  </tr>`;
}

/** Less than that is a rounding error. */
const ROUNDING = 1e-3;

function balance(made: UnitsPerSecond, could: UnitsPerSecond): string {
  if (made === null || could === null) return '';
  if (could === 0) return 'not used';
  return made >= could * (1 - ROUNDING) ? 'enough' : `short by ${rate(could - made)}/s`;
}

const heldLink = (context: PageContext, key: string, index: number): TemplateResult =>
  html`${index === 0 ? '' : ', '}${link(context, { shop: key }, key.slice(key.indexOf('/') + 1))}`;
