import { isRecord } from '../../ground/json/json.ts';
import type { Pod } from '../../kube/objects/built-in.ts';
import { containerTrouble, troubleText } from '../../kube/objects/container-trouble.ts';
import { isReady } from '../../kube/objects/pod-ready.ts';
import { stockOf } from '../../kube/objects/stock.ts';
import { WAITS_ANNOTATION } from '../../model/keys.ts';
import type { PodPicture, StockPicture } from '../wire/shop.ts';
import { shown, shownCount, shownTime } from '../shown-text.ts';

/** More goods than these no worker's sign has. */
const MOST_GOODS = 256;

/** What is shown of a pod. What others wrote there in an unexpected shape costs that field alone. */
export function podPicture(pod: Pod): PodPicture {
  const { metadata, status } = pod;
  const containers = recordsIn(status?.containerStatuses);
  const ending = metadata?.deletionTimestamp !== undefined;
  return {
    name: shown(metadata?.name),
    ready: !ending && isReady(pod),
    phase: ending ? 'Ending' : shown(status?.phase),
    restarts: containers.reduce((sum, { restartCount }) => sum + shownCount(restartCount), 0),
    since: shownTime(metadata?.creationTimestamp),
    stock: stockPicture(stockOf(pod)),
    waits: shown(metadata?.annotations?.[WAITS_ANNOTATION]),
    trouble: ending ? '' : shown(troubleOf(status, containers)),
  };
}

const stockPicture = (stock: ReadonlyMap<string, number>): readonly StockPicture[] =>
  [...stock].slice(0, MOST_GOODS).map(([good, count]) => ({ good: shown(good), count }));

function troubleOf(status: Pod['status'], containers: readonly Readonly<Record<string, unknown>>[]): string | undefined {
  for (const container of containers) {
    const trouble = containerTrouble(container);
    if (trouble !== undefined) return trouble;
  }
  const unscheduled = recordsIn(status?.conditions).find(({ type, status: is }) => type === 'PodScheduled' && is === 'False');
  if (unscheduled !== undefined) return troubleText(unscheduled['reason'] ?? 'not scheduled', unscheduled['message']);
  if (status?.phase === 'Failed') return troubleText(status.reason ?? 'Failed', status.message);
  return undefined;
}

const recordsIn = (list: unknown): readonly Readonly<Record<string, unknown>>[] => (Array.isArray(list) ? list.filter(isRecord) : []);
