import { systemClock } from '../../ground/time/clock.ts';
import type { Client } from '../../kube/client/client.ts';
import { configMaps, deployments, pods } from '../../kube/objects/built-in.ts';
import { createShop, placeOf } from './large-realm.ts';

const EVERY_MS = 10_000;
/** Beyond all that the realm has. */
const FIRST = 100_000;

/** A shop comes, and the one that came before it goes: as often as a busy realm is changed by its people, until `signal` aborts. */
export async function keepMoving(client: Client, signal: AbortSignal): Promise<void> {
  for (let index = FIRST; !signal.aborted; index += 5) {
    await createShop(client, index, 1);
    await systemClock.pause(EVERY_MS, signal);
    const { namespace, shop } = placeOf(index);
    await client.delete(deployments, { namespace, name: shop });
    await client.delete(configMaps, { namespace, name: `${shop}-directions` });
    await client.delete(pods, { namespace, name: `${shop}-0` });
  }
}
