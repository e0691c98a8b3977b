import { html, type TemplateResult } from 'lit-html';
import type { ShopState } from '../../wire/shop.ts';

/** A state has a sign and a word: nobody has to tell it by its colour. */
export const STATE_SIGNS: Readonly<Record<ShopState, string>> = {
  trouble: '✕',
  never: '⊘',
  starving: '!',
  short: '▾',
  starting: '◔',
  resting: '‖',
  full: '●',
  unknown: '?',
};

export const stateBadge = (state: ShopState): TemplateResult =>
  html`<span class="state" data-state=${state}><span class="sign" aria-hidden="true">${STATE_SIGNS[state]}</span> ${state}</span>`;
