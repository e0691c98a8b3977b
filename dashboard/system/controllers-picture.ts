import type { Lease, Pod } from '../../kube/objects/built-in.ts';
import { podPicture } from '../read/pod-picture.ts';
import { shown } from '../shown-text.ts';
import type { ControllerPicture } from '../wire/controllers.ts';
import { NO_NUMBERS, type ControllerNumbers } from './metric-values.ts';

/** By this label the pods of a controller are known; it is its name. */
export const CONTROLLER_LABEL = 'app.kubernetes.io/name';

/** What was found out of a leader's metrics, or why nothing was. */
export type ToldNumbers = ControllerNumbers | { readonly why: string };

/** A lease that nobody has renewed for so long more than it lasts says nothing of who leads. */
const SLACK_MS = 10_000;

/** The pods that lead now: by the name of their controller. */
export function leadersOf(leases: Iterable<Lease>, nowMs: number): ReadonlyMap<string, string> {
  const leaders = new Map<string, string>();
  for (const { metadata, spec } of leases) {
    const name = metadata?.name ?? '';
    const [holder = ''] = (spec?.holderIdentity ?? '').split('_');
    const endsMs = Date.parse(String(spec?.renewTime)) + (spec?.leaseDurationSeconds ?? 0) * 1_000 + SLACK_MS;
    if (name.startsWith(PREFIX) && holder !== '' && !(endsMs < nowMs)) leaders.set(name.slice(PREFIX.length), holder);
  }
  return leaders;
}

const PREFIX = 'civ8s-';

/** The controllers by name, each with its pods. `numbers`: of the pods that lead, by their names. */
export function controllerPictures(
  pods: Iterable<Pod>,
  leaders: ReadonlyMap<string, string>,
  numbers: ReadonlyMap<string, ToldNumbers>,
): readonly ControllerPicture[] {
  const byName = Map.groupBy(pods, ({ metadata }) => metadata?.labels?.[CONTROLLER_LABEL] ?? '');
  return [...byName]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, own]) => {
      const leader = leaders.get(name) ?? '';
      const told = numbers.get(leader);
      const why = told !== undefined && 'why' in told ? told.why : '';
      const known = told === undefined || 'why' in told ? NO_NUMBERS : told;
      return {
        name: shown(name),
        leader: shown(leader),
        pods: own
          .map(podPicture)
          .sort((a, b) => (a.name < b.name ? -1 : 1))
          .map(({ name: pod, ready, restarts, since, trouble }) => {
            const silent = pod === leader ? why : '';
            return { name: pod, ready, restarts, since, trouble: trouble === '' ? silent : trouble };
          }),
        ...known,
      };
    });
}
