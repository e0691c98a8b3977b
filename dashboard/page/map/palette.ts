import { SHOP_STATES, type ShopState } from '../../wire/shop.ts';

/** The colours of the scheme that the browser is in, as the style sheet has them: a canvas knows no variables. */
export interface Palette {
  readonly background: string;
  readonly card: string;
  readonly text: string;
  readonly quiet: string;
  readonly line: string;
  readonly accent: string;
  readonly states: Readonly<Record<ShopState, string>>;
}

export function readPalette({ document, getComputedStyle }: Window): Palette {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    background: colour('bg'),
    card: colour('card'),
    text: colour('text'),
    quiet: colour('quiet'),
    line: colour('line'),
    accent: colour('accent'),
    states: Object.fromEntries(SHOP_STATES.map((state) => [state, colour(state)])) as Record<ShopState, string>,
  };
}
