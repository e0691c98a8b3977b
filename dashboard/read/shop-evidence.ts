import type { ShopEvidence } from '../judge/shop-evidence.ts';
import type { ShopRecord } from './shop-facts.ts';
import { shopPicture } from './shop-picture.ts';
import { waitedMs } from './waits-memory.ts';

/** What the cluster alone says of a shop: what it is judged by, together with its plan. Without pods it is as old as it was. */
export function shopEvidence(
  facts: ShopRecord,
  before: ShopEvidence | undefined,
  nowMs: number,
): Pick<ShopEvidence, 'picture' | 'startedMs' | 'waited'> {
  const started = [...facts.pods.values()].filter(({ phase }) => phase !== 'Ending').map(({ since }) => Date.parse(since));
  const youngest = Math.max(...started.filter((ms) => !Number.isNaN(ms)));
  return {
    picture: shopPicture(facts, new Date(nowMs).toISOString()),
    waited: waitedMs(facts.said, nowMs),
    startedMs: Number.isFinite(youngest) ? youngest : (before?.startedMs ?? nowMs),
  };
}
