import type { Clock } from '../../../ground/time/clock.ts';
import { differingPaths } from '../../../ground/json/differing-paths.ts';
import { inOneLine } from '../../../ground/text/printable.ts';
import { FIELDS_OF_THE_SERVER } from '../../../kube/objects/fields-of-the-server.ts';
import type { Delta } from '../../../kube/follow/store.ts';
import type { KubeObject } from '../../../kube/objects/resource.ts';
import { createAllowance } from './allowance.ts';
import type { WakeReason } from '../queue/wake-reason.ts';

/** Makes reasons of changes, and says which fields differ. */
export interface ChangeReasons {
  of(resource: string, delta: Delta<KubeObject>, now: number): WakeReason;
  /** Which fields differ, as text. */
  fields(before: KubeObject, after: KubeObject): string;
}

const IN_A_FLOOD = 'something has changed (in a flood, changes are not told one by one)';

const MOST_FIELDS = 4;
const LONGEST = 200;
/** So many changes are told one by one, with their objects: more than a process can write itself. Of all of a flood, it costs too much. */
const NOTING = { perMs: 3, most: 5_000 };
/** Less than a hundredth of the time may go into comparing. One comparison takes as long as so many values, whatever it finds. */
const COMPARING = { perMs: 25, most: 20_000 };
const BASE = 50;
/** Of one change: an object of a megabyte is not worth it. */
const MOST_VALUES = 5_000;

export function createChangeReasons(clock: Clock): ChangeReasons {
  const noting = createAllowance({ ...NOTING, from: clock.now() });
  const comparing = createAllowance({ ...COMPARING, from: clock.now() });

  const fields = (before: KubeObject, after: KubeObject, now = clock.now()): string => {
    if (!comparing.has(now)) return 'changed (in a flood, fields are not compared)';
    const { paths, more, compared } = differingPaths(before, after, {
      except: FIELDS_OF_THE_SERVER,
      most: MOST_FIELDS,
      values: MOST_VALUES,
    });
    comparing.spend(BASE + compared);
    if (paths.length === 0) return more ? 'changed (it is too large to be compared)' : 'changed in nothing that is kept of it';
    return inOneLine(`${paths.join(', ')}${more ? ' and more' : ''}`, LONGEST);
  };
  return {
    fields,
    of(resource, delta, now) {
      if (!noting.has(now)) return IN_A_FLOOD;
      noting.spend(1);
      const { namespace, name = '', uid, resourceVersion: version, deletionTimestamp } = delta.object.metadata ?? {};
      const what = delta.type === 'updated' ? fields(delta.old, delta.object, now) : delta.type;
      return { resource, namespace, name, uid, version, what, leaves: delta.type === 'deleted' || deletionTimestamp !== undefined };
    },
  };
}
