import type { MeasuredShop } from '../books/measured-shop.ts';
import type { ShopPlan } from '../plan/realm-plan.ts';
import type { ShopPicture } from '../wire/shop.ts';

/** A shop with all that is known of it, before it is judged: the picture that the cluster gives, and its plan. */
export interface ShopEvidence {
  readonly picture: ShopPicture;
  /** Absent: not worked out yet. */
  readonly plan?: ShopPlan | undefined;
  /** Absent: nothing is measured yet. */
  readonly measured?: MeasuredShop | undefined;
  /** For how many ms in the last minute its pods have waited for each input, by `good from shop`. */
  readonly waited?: ReadonlyMap<string, number>;
  /** Since when its youngest pod is there. */
  readonly startedMs: number;
}
