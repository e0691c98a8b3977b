import { html, nothing, type TemplateResult } from 'lit-html';
import { SHOP_STATES } from '../../wire/shop.ts';
import { stateBadge } from './state-badge.ts';

/** What signs and lines mean, and how many lines there was no room for. */
export const legend = (more: number): TemplateResult =>
  html`<p class="legend">
    ${SHOP_STATES.filter((state) => state !== 'unknown').map((state) => stateBadge(state))}
    <span class="quiet"
      >line: flows now, or by plan · pale: could be used · red, with a gap: too
      little${more > 0 ? html` · and ${more} more lines` : nothing}</span
    >
  </p>`;
