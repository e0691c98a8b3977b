import { html, nothing, type TemplateResult } from 'lit-html';
import { likely } from '../../../ground/text/likely.ts';
import type { PodPicture, ShopPicture, WhyPicture } from '../../wire/shop.ts';
import type { PageContext } from '../page-state.ts';
import { ageText } from './age.ts';
import { command } from './command.ts';
import { flows } from './flows.ts';
import { heldShops } from './held-shops.ts';
import { link } from './link.ts';
import { stateBadge } from './state-badge.ts';
import { stockList } from './stock-list.ts';
import { wordLink } from './words.ts';

/** What is known of the chosen shop; nothing where none is chosen. */
export function panel(context: PageContext, charts: () => unknown): TemplateResult | typeof nothing {
  const { place, realm } = context;
  const key = place.value.shop;
  if (key === '') return nothing;
  const shop = realm.value?.shops.get(key);
  const close = (): void => context.go({ shop: '' });
  return html`<aside
    class="panel ${context.sheet.value}"
    aria-labelledby="panel-title"
    data-shop=${key}
    data-state=${shop?.state ?? 'unknown'}
  >
    <button type="button" class="close" aria-label="Close" @click=${close}>✕</button>
    ${sheetButton(context)} ${shop === undefined ? missing(context, key) : content(context, shop, charts)}
  </aside>`;
}

/** On a phone the panel is a sheet: over the lower half of the page, or all of it. */
const sheetButton = ({ sheet }: PageContext): TemplateResult => {
  const full = sheet.value === 'full';
  return html`<button
    type="button"
    class="sheet-size"
    aria-label=${full ? 'Show the map above it' : 'Over the whole page'}
    @click=${() => (sheet.value = full ? 'half' : 'full')}
  >
    ${full ? '▾' : '▴'}
  </button>`;
};

function missing(context: PageContext, key: string): TemplateResult {
  const { realm } = context;
  if (realm.value === undefined) return html`<h2 id="panel-title">${key}</h2>`;
  const near = likely(key, [...realm.value.shops.keys()]);
  return html`<h2 id="panel-title">${key}</h2>
    <p>
      There is no such shop, or it is gone.${near === undefined ? nothing : html` Did you mean ${link(context, { shop: near }, near)}?`}
    </p>`;
}

function content(context: PageContext, shop: ShopPicture, charts: () => unknown): TemplateResult {
  const { key, kingdom, town, state, by, says, since, stock, waits, why, pods, ready, replicas } = shop;
  const now = context.shownMs.value;
  return html`<p class="where">${link(context, { kingdom, town: '' }, kingdom)} › ${link(context, { kingdom, town }, town)}</p>
    <h2 id="panel-title">${shop.shop}</h2>
    <p>
      ${stateBadge(state)}
      <span class="quiet"
        >for ${ageText(now - Date.parse(since))}${by === 'cluster' ? '' : by === 'plan' ? ', by plan' : ', measured'}</span
      >
    </p>
    ${says === '' ? nothing : html`<p>${says}</p>`}
    <h3>${wordLink('stock', 'Stock')}</h3>
    ${stock.length === 0 ? html`<p class="quiet">nothing</p>` : stockList(stock)}
    ${
      waits.length === 0
        ? nothing
        : html`<h3>Waits for</h3>
            <ul>
              ${waits.map((text) => html`<li>${text}</li>`)}
            </ul>`
    }
    ${
      why.length === 0
        ? nothing
        : html`<h3>Why</h3>
            <ol data-why>
              ${why.map((step) => whyItem(context, key, step))}
            </ol>`
    }
    ${remedies(context, shop)} ${flows(context, shop)} ${charts()}
    <h3>${wordLink('pod', 'Pods')} ${ready}/${replicas}</h3>
    ${context.place.value.at === '' ? nothing : html`<p class="quiet">One by one they are not kept.</p>`}
    <ul class="pods">
      ${pods.map((pod) => podItem(pod, now))}
    </ul>
    ${command(`civ logs -n ${kingdom} ${shop.shop}`)}`;
}

const whyItem = (context: PageContext, own: string, { shop, says }: WhyPicture): TemplateResult =>
  html`<li>${shop === own ? nothing : html`${link(context, { shop }, shop)}: `}${says}</li>`;

/** What would help this shop, or those that it holds up. */
function remedies(context: PageContext, { key, why }: ShopPicture): TemplateResult | typeof nothing {
  const cause = why.at(-1)?.shop ?? key;
  const causes = (context.realm.value?.causes ?? []).filter(({ shop }) => shop === cause);
  const says = causes.flatMap((found) => found.remedies);
  const heldUp = causes.filter(({ shop }) => shop === key).flatMap(({ holdsUp }) => holdsUp);
  return html`${
    heldUp.length === 0
      ? nothing
      : html`<h3>Holds up ${heldUp.length}</h3>
          <p>${heldShops(context, heldUp, MOST_NAMED)}</p>`
  }
  ${
    says.length === 0
      ? nothing
      : html`<h3>What would help</h3>
          <ul data-remedy>
            ${says.map((text) => html`<li>${text}</li>`)}
          </ul>`
  }`;
}

const MOST_NAMED = 12;

function podItem({ name, ready, phase, restarts, since, stock, waits, trouble }: PodPicture, now: number): TemplateResult {
  const age = since === '' ? '' : `, ${ageText(now - Date.parse(since))} old`;
  const restarted = restarts === 0 ? '' : `, ${restarts} ${restarts === 1 ? 'restart' : 'restarts'}`;
  return html`<li>
    <b>${name}</b>
    <span class="quiet">${ready ? 'ready' : phase === 'Running' ? 'not ready' : phase}${age}${restarted}</span>
    ${stockList(stock)} ${waits === '' ? nothing : html`<p>waits for ${waits}</p>`}
    ${trouble === '' ? nothing : html`<p class="trouble">${trouble}</p>`}
  </li>`;
}
