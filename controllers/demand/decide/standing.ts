import { REPLICAS_ANNOTATION, SCALING_ANNOTATION, SHOP_LABEL } from '../../../model/keys.ts';
import { show } from '../../../model/checks/limits.ts';
import { MOST_WORKERS, readRange, type WorkersRange } from '../../../model/workers-range.ts';
import type { SeenShop } from '../seen/shop.ts';
import { holdMessage, type NumberHold } from './hold.ts';
import type { ShopNote } from './note.ts';

/** Whether the number of a shop's workers is demand's to change. */
export interface Standing {
  /** What its annotation says, if that can be read. */
  readonly range: WorkersRange | undefined;
  readonly free: boolean;
  /** Why not, if that should be told. */
  readonly note?: ShopNote;
}

export function standingOf(shop: SeenShop, hold: NumberHold | undefined): Standing {
  const { rangeText, labelled, scalingText, replicas } = shop;
  if (rangeText === undefined) return { range: undefined, free: false };
  if (!labelled) return { range: undefined, free: false, note: warning('NotAShop', NO_LABEL(shop.shop)) };
  const range = readRange(rangeText);
  if (range === undefined)
    return { range, free: false, note: warning('BadRange', `${REPLICAS_ANNOTATION} is ${show(rangeText)}: ${RANGE}`) };
  const scaling = scalingText?.trim().toLowerCase() ?? 'on';
  if (scaling === 'off') return { range, free: false, note: paused(`${SCALING_ANNOTATION} is off`, 'Take the annotation away to go on.') };
  if (scaling !== 'on') {
    const message = `${SCALING_ANNOTATION} is ${show(scalingText)}, which counts as off: ${LEFT_ALONE} Set it to on or off.`;
    return { range, free: false, note: warning('ScalingPaused', message) };
  }
  if (replicas === 0) return { range, free: false, note: paused('replicas is 0', 'Give it a worker to go on.') };
  if (hold !== undefined) return { range, free: false, note: warning('ScalingLeftAlone', holdMessage(hold)) };
  return { range, free: true };
}

const LEFT_ALONE = 'the number of workers is left alone.';
const warning = (reason: ShopNote['reason'], message: string): ShopNote => ({ type: 'Warning', reason, message });
const paused = (why: string, remedy: string): ShopNote => ({
  type: 'Normal',
  reason: 'ScalingPaused',
  message: `${why}: the number of workers is left alone. ${remedy}`,
});

const RANGE = `give <from>-<to>, whole numbers from 1 to ${MOST_WORKERS}, such as 1-5. Until then the number of workers is left alone.`;
const NO_LABEL = (name: string): string =>
  `it has the annotation ${REPLICAS_ANNOTATION}, and not the label ${SHOP_LABEL}: ${name} by which a shop and its pods are found: ` +
  `add the label to it and to its pods, or take the annotation away. Until then the number of workers is left alone.`;
