import type { Event } from '../../kube/objects/built-in.ts';
import { shown, shownCount, shownTime } from '../shown-text.ts';
import type { DeedPicture } from '../wire/controllers.ts';

/** As whom our controllers record an Event. What the embedded node calls itself begins like that as well. */
const OURS = /^civ8s-(?<name>config-reload|demand|pod-timestamp|resource-events)$/;
/** More of them nobody reads. */
const MOST_DEEDS = 200;

/** An Event as a deed; undefined where no controller of ours wrote it. */
export function deedOf(event: Event): DeedPicture | undefined {
  const component = event.source?.component ?? event.reportingComponent ?? '';
  const controller = OURS.exec(component)?.groups?.['name'];
  if (controller === undefined) return undefined;
  const { kind, namespace, name } = event.involvedObject;
  const place = [namespace, name].filter((part) => typeof part === 'string' && part !== '').join('/');
  return {
    at: shownTime(event.lastTimestamp ?? event.eventTime ?? event.firstTimestamp),
    controller: shown(controller),
    reason: shown(event.reason),
    about: shown(`${String(kind)} ${place}`),
    shop: kind === 'Deployment' ? shown(place) : '',
    says: shown(event.message),
    count: Math.max(1, shownCount(event.count, 1)),
    warning: event.type === 'Warning',
  };
}

/** The newest of them, newest first. */
export const newestDeeds = (deeds: Iterable<DeedPicture>): readonly DeedPicture[] =>
  [...deeds].sort((a, b) => (a.at === b.at ? compare(a.about, b.about) : compare(b.at, a.at))).slice(0, MOST_DEEDS);

const compare = (a: string, b: string): number => (a < b ? -1 : 1);
