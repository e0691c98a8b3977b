import type { ShopEvidence } from '../judge/judged-shop.ts';
import type { ShopRecord } from './shop-facts.ts';
import { shopPicture } from './shop-picture.ts';

/** What the cluster alone says of a shop: what it is judged by, together with its plan. */
export function shopEvidence(facts: ShopRecord, at: string): Omit<ShopEvidence, 'plan'> {
  const started = [...facts.pods.values()].filter(({ phase }) => phase !== 'Ending').map(({ since }) => Date.parse(since));
  const youngest = Math.max(...started.filter((ms) => !Number.isNaN(ms)));
  return { picture: shopPicture(facts, at), startedMs: Number.isFinite(youngest) ? youngest : Date.parse(at) };
}
