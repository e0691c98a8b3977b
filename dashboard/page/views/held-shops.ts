import { html, type TemplateResult } from 'lit-html';
import type { PageContext } from '../page-state.ts';
import { link } from './link.ts';
import { ownName } from './own-name.ts';

/** The shops that somebody holds up, by their own names, as many as anybody reads. */
export const heldShops = (context: PageContext, keys: readonly string[], most: number): TemplateResult =>
  html`${keys.slice(0, most).map((key, index) => html`${index === 0 ? '' : ', '}${link(context, { shop: key }, ownName(key))}`)}${
    keys.length > most ? ` and ${keys.length - most} more` : ''
  }`;
