import { html, nothing, type TemplateResult } from 'lit-html';
import type { CausePicture } from '../../wire/realm.ts';
import type { PageContext } from '../page-state.ts';
import { goodRow } from './good-row.ts';
import { heldShops } from './held-shops.ts';
import { link } from './link.ts';

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
          : causeList(context, causes)
      }
      <h3>Goods <span class="quiet">units a second</span></h3>
      <table>
        <thead>
          <tr>
            ${TITLES.map((title) => html`<th scope="col" class=${SPARE.has(title) ? 'spare' : ''}>${title}</th>`)}
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
/** A phone has no room for these; who makes and buys a good, and how much by plan, stands below it where it is opened. */
const SPARE: ReadonlySet<string> = new Set(['Could make', 'Planned', 'Used now', 'Trend']);
/** More names than these nobody reads. */
const MOST_NAMED = 5;

/** They hold up most of all that are held up; more would push the goods out of sight. */
const FIRST_CAUSES = 5;

/** The worst, and behind a button the others. */
function causeList(context: PageContext, causes: readonly CausePicture[]): TemplateResult {
  const items = (from: number, to?: number): TemplateResult =>
    html`<ol class="causes" start=${from + 1}>
      ${causes.slice(from, to).map((cause) => causeItem(context, cause))}
    </ol>`;
  const more = causes.length - FIRST_CAUSES;
  return html`${items(0, FIRST_CAUSES)}
  ${
    more <= 0
      ? nothing
      : html`<details class="more-causes">
          <summary>${more} more</summary>
          ${items(FIRST_CAUSES)}
        </details>`
  }`;
}

const causeItem = (context: PageContext, { shop, says, holdsUp, remedies }: CausePicture): TemplateResult =>
  html`<li data-cause=${shop}>
    <b>${link(context, { shop }, shop)}</b> ${says}
    ${holdsUp.length === 0 ? nothing : html`<p class="quiet">holds up ${holdsUp.length}: ${heldShops(context, holdsUp, MOST_NAMED)}</p>`}
    ${
      remedies.length === 0
        ? nothing
        : html`<p class="quiet">would help:</p>
            <ul>
              ${remedies.map((text) => html`<li>${text}</li>`)}
            </ul>`
    }
  </li>`;
