import { html, nothing, type TemplateResult } from 'lit-html';
import { ref } from 'lit-html/directives/ref.js';
import { rate } from '../../../model/economy/rate.ts';
import type { MakePicture, ShopPicture } from '../../wire/shop.ts';
import { STATE_SIGNS } from '../views/state-badge.ts';
import { CARD } from './layout.ts';
import type { Point } from './map-layout.ts';
import { ENOUGH } from './supply.ts';

export interface CardOptions {
  /** Where it stands on the screen. */
  readonly at: Point;
  readonly zoom: number;
  /** All of a card; else only the frame that shows where the keyboard is. */
  readonly whole: boolean;
  /** The one that Tab leads to. */
  readonly current: boolean;
  readonly chosen: boolean;
  readonly faint: boolean;
  readonly onClick: () => void;
  readonly onLook: (looks: boolean) => void;
}

/**
 * A shop as a button, with all that it says of itself. Who moves the pointer there looks at it; a card that comes to lie under the
 * pointer is not looked at.
 */
export function card(shop: ShopPicture, { at, zoom, whole, current, chosen, faint, onClick, onLook }: CardOptions): TemplateResult {
  const place = (element: Element | undefined): void => {
    if (!(element instanceof HTMLElement)) return;
    element.style.transform = `translate(${at.x}px, ${at.y}px) scale(${whole ? zoom : 1})`;
    element.style.width = `${whole ? CARD.width : CARD.width * zoom}px`;
    element.style.height = `${whole ? CARD.height : CARD.height * zoom}px`;
  };
  return html`<button
    type="button"
    class="card ${whole ? '' : 'frame'} ${faint ? 'faint' : ''}"
    data-shop=${shop.key}
    data-state=${shop.state}
    tabindex=${current ? 0 : -1}
    aria-label=${whole ? nothing : labelOf(shop)}
    aria-pressed=${chosen ? 'true' : 'false'}
    @click=${onClick}
    @pointermove=${() => onLook(true)}
    @pointerleave=${() => onLook(false)}
    ${ref(place)}
  >
    ${whole ? content(shop) : nothing}
  </button>`;
}

/** What is seen, and between it what is said of it only to who does not see signs and colours. */
const content = ({ shop, state, stock, makes, waits, holdsUp }: ShopPicture): TemplateResult =>
  html`<span class="name"
      ><span class="sign" aria-hidden="true">${STATE_SIGNS[state]}</span> ${shop}<span class="hidden">, ${state}, </span></span
    >
    <span class="made">${makes.slice(0, 1).map(madeText)}</span>
    <span class="held"
      ><span
        ><span class="hidden">, in store </span
        >${stock.slice(0, MOST_GOODS).map(({ good, count }) => html`<span data-good=${good}>${good} <b>${count}</b></span> `)}${
          waits.length === 0 ? nothing : html`<span class="hidden">, waits for ${waits.join(', ')}</span>`
        }</span
      >${holdsUp > 0 ? html`<b><span class="hidden">, </span>holds up ${holdsUp}</b>` : nothing}</span
    >`;

/** As many as there is room for. */
const MOST_GOODS = 3;

const madeText = ({ good, full, plan, now }: MakePicture): string => {
  const made = now ?? plan;
  return made === null || full === null
    ? good
    : made < full * ENOUGH
      ? `${rate(made)} of ${rate(full)} ${good}/s`
      : `${rate(made)} ${good}/s`;
};

/** All of it in words, for who does not see the card. */
function labelOf({ shop, state, stock, makes, holdsUp, waits }: ShopPicture): string {
  const held = stock.map(({ good, count }) => `${count} ${good}`).join(', ');
  return [
    shop,
    state,
    ...makes.map(madeText),
    ...(held === '' ? [] : [`in store ${held}`]),
    ...(waits.length === 0 ? [] : [`waits for ${waits.join(', ')}`]),
    ...(holdsUp === 0 ? [] : [`holds up ${holdsUp}`]),
  ].join(', ');
}
