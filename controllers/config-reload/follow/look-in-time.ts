import { KINDS } from '../seen/kinds.ts';
import { workloadTitle, type ReloadParts } from '../seen/reload-key.ts';
import { SOURCE_RESOURCES } from '../seen/source-resource.ts';
import { typeAndName } from '../seen/source-type.ts';
import { createUnreadWindowReports } from '../tell/unread-windows.ts';
import type { RollTimesReader } from '../decide/roll-times.ts';
import type { FollowedSources } from './followed-sources.ts';
import type { LookAtPods } from './look-at-pods.ts';
import type { Look } from './look.ts';

type TimeParts = Pick<ReloadParts, 'log' | 'recordEvent' | 'wall'>;

/** Rolls are for the gate to hold; a pause does not end out of time either, since the pods are replaced at its end. */
export function createLookInTime(parts: TimeParts, rollTimes: RollTimesReader, look: Look): Look {
  const { log, wall } = parts;
  const tellUnread = createUnreadWindowReports(parts, rollTimes);
  return async (key, client) => {
    const seen = await look(key, client);
    if (seen === undefined) return undefined;
    const times = seen.workload.interest?.rollTimes ?? {};
    tellUnread({ resource: KINDS[seen.kind], object: seen.workload }, times);
    const out = seen.plan.do === 'resume' ? rollTimes.outOfTime(times, wall()) : undefined;
    if (out === undefined) return seen;
    log.info({ workload: workloadTitle(key), why: out.why }, 'stays paused');
    return { ...seen, plan: { do: 'nothing', afterMs: out.afterMs } };
  };
}

/** Of the pods that a source has replaced the first one waits for its time, and is told of once for each content. */
export function createLookAtPodsInTime(
  parts: TimeParts & { readonly sources: FollowedSources },
  rollTimes: RollTimesReader,
  lookAtPods: LookAtPods,
): LookAtPods {
  const { log, recordEvent, wall, sources } = parts;
  const tellUnread = createUnreadWindowReports(parts, rollTimes);
  const told = new Map<string, string>();
  return async (key, client) => {
    const seen = await lookAtPods(key, client);
    const source = sources.in(key.namespace).get(key.id);
    if (seen === undefined || source === undefined) return seen;
    const about = { resource: SOURCE_RESOURCES[typeAndName(key.id).type], object: source };
    const times = source.rollTimes ?? {};
    tellUnread(about, times);
    const title = `${key.namespace}/${key.id}`;
    const out = seen.plan.do === 'begin' ? rollTimes.outOfTime(times, wall()) : undefined;
    if (seen.plan.do !== 'begin' || out === undefined) return seen;
    if (told.get(title) !== seen.plan.digest) {
      told.set(title, seen.plan.digest);
      log.info({ source: title, reason: 'window', why: out.why }, 'held');
      recordEvent(about, { type: 'Normal', reason: 'ReloadHeld', message: `no pod is replaced yet: ${out.why}` });
    }
    return { ...seen, plan: { do: 'nothing', afterMs: out.afterMs } };
  };
}
