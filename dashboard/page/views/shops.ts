import { html, nothing, type TemplateResult } from 'lit-html';
import { ref } from 'lit-html/directives/ref.js';
import { repeat } from 'lit-html/directives/repeat.js';
import { computed, signal, type Signal } from '@preact/signals-core';
import type { ShopPicture } from '../../wire/shop.ts';
import type { PageContext } from '../page-state.ts';
import { link } from './link.ts';
import { nothingYet } from './nothing-yet.ts';
import { shopRows, sortOf, stateCounts, type SortColumn } from './shop-rows.ts';
import { stateBadge, STATE_SIGNS } from './state-badge.ts';
import { stockList } from './stock-list.ts';
import { sparkline } from './sparkline.ts';
import { rowsInSight, type ScrollWindow } from './row-window.ts';

const COLUMNS: readonly (readonly [column: SortColumn, title: string])[] = [
  ['shop', 'Shop'],
  ['state', 'State'],
  ['stock', 'Stock'],
  ['waits', 'Waits for'],
  ['pods', 'Pods'],
];
const ROW_PX = 44;
/** Stock of what was, by shop. */
type Trends = ReadonlyMap<string, readonly (number | null)[]>;

/** The table of all shops: as many rows are in the document as can be seen. */
export function createShopsView(context: PageContext): () => TemplateResult {
  const scrolled: Signal<ScrollWindow> = signal({ top: 0, height: 800 });
  const trends = computed(() => new Map((context.figures.value?.series ?? []).map(({ shop, values }) => [shop, values])));
  return () => {
    const all = [...(context.realm.value?.shops.values() ?? [])];
    const rows = shopRows(all, context.place.value);
    const { first, last } = rowsInSight(rows.length, ROW_PX, scrolled.value);
    const onScroll = ({ currentTarget }: Event): void => {
      const { scrollTop, clientHeight } = currentTarget as HTMLElement;
      scrolled.value = { top: scrollTop, height: clientHeight };
    };
    return html`<section class="shops" aria-labelledby="shops-title">
      <h2 id="shops-title" class="hidden">Shops</h2>
      ${filters(context, all)}
      <div class="scroll" tabindex="0" role="region" aria-label="Table of shops" @scroll=${onScroll}>
        <table aria-rowcount=${rows.length + 1}>
          <thead>
            <tr aria-rowindex="1">
              ${COLUMNS.map((column) => heading(context, column))}
              <th scope="col" class="trend">Trend</th>
            </tr>
          </thead>
          <tbody>
            ${spacer(first)}
            ${repeat(
              rows.slice(first, last),
              ({ key }) => key,
              (shop, index) => row(context, shop, first + index + 2, trends.value),
            )}
            ${spacer(rows.length - last)}
          </tbody>
        </table>
        ${rows.length === 0 ? html`<p class="empty">${emptyText(context, all.length)}</p>` : nothing}
      </div>
    </section>`;
  };
}

const spacer = (rows: number): TemplateResult | typeof nothing =>
  rows <= 0
    ? nothing
    : html`<tr
        aria-hidden="true"
        ${ref((element) => element instanceof HTMLElement && (element.style.height = `${rows * ROW_PX}px`))}
      ></tr>`;

function heading(context: PageContext, [column, title]: (typeof COLUMNS)[number]): TemplateResult {
  const { column: sorted, descending } = sortOf(context.place.value.sort);
  const mine = sorted === column;
  const sort = (): void => context.go({ sort: mine && !descending ? `-${column}` : column }, 'replace');
  return html`<th scope="col" class=${column} aria-sort=${mine ? (descending ? 'descending' : 'ascending') : 'none'}>
    <button type="button" @click=${sort}>${title}<span aria-hidden="true">${mine ? (descending ? ' ↓' : ' ↑') : ''}</span></button>
  </th>`;
}

function row(context: PageContext, shop: ShopPicture, index: number, trends: Trends): TemplateResult {
  const { key, kingdom, town, state, stock, waits, ready, replicas } = shop;
  return html`<tr data-shop=${key} data-state=${state} aria-rowindex=${index} class=${context.place.value.shop === key ? 'chosen' : ''}>
    <th scope="row" class="shop">${link(context, { shop: key }, shop.shop)} <small>${kingdom} ${town}</small></th>
    <td class="state">${stateBadge(state)}</td>
    <td class="stock">${stockList(stock)}</td>
    <td class="waits" title=${waits.join(', ')}>${waits.join(', ')}</td>
    <td class="pods">${ready}/${replicas}</td>
    <td class="trend">${sparkline(trends.get(key), 'in store')}</td>
  </tr>`;
}

/** How many shops there are in each state: a button each, that shows only those. */
function filters(context: PageContext, shops: readonly ShopPicture[]): TemplateResult {
  const { states, kingdom } = context.place.value;
  const kingdoms = context.realm.value?.kingdoms ?? [];
  return html`<div class="filters">
    <p>${shops.length} ${shops.length === 1 ? 'shop' : 'shops'}</p>
    <div role="group" aria-label="Only shops in these states">
      ${stateCounts(shops).map(([state, count]) => {
        const on = states.includes(state);
        const toggle = (): void => context.go({ states: on ? states.filter((other) => other !== state) : [...states, state] }, 'replace');
        return html`<button type="button" class="chip" data-state=${state} aria-pressed=${on ? 'true' : 'false'} @click=${toggle}>
          <span aria-hidden="true">${STATE_SIGNS[state]}</span> ${state} ${count}
        </button>`;
      })}
    </div>
    ${
      kingdoms.length < 2
        ? nothing
        : html`<label
            >Kingdom
            <select
              .value=${kingdom}
              @change=${({ target }: Event) => context.go({ kingdom: (target as HTMLSelectElement).value, town: '' }, 'replace')}
            >
              <option value="">all</option>
              ${kingdoms.map(({ name }) => html`<option value=${name} ?selected=${name === kingdom}>${name}</option>`)}
            </select></label
          >`
    }
  </div>`;
}

function emptyText(context: PageContext, all: number): string {
  const { q } = context.place.value;
  return all === 0 ? nothingYet(context) : `none of ${all} shops is like that${q === '' ? '' : `: "${q}"`}`;
}
