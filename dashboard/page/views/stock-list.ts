import { html, type TemplateResult } from 'lit-html';
import type { StockPicture } from '../../wire/shop.ts';

/** What lies in store, a good each. */
export const stockList = (stock: readonly StockPicture[]): TemplateResult =>
  html`<ul class="stock">
    ${stock.map(({ good, count }) => html`<li data-good=${good}><span>${good}</span> <b>${count}</b></li>`)}
  </ul>`;
