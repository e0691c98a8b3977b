import type { EventSubject } from '../../runtime/definition.ts';
import type { RollTimesReader } from '../decide/roll-times.ts';
import type { ReloadParts } from '../seen/reload-key.ts';
import type { RollTimes } from '../seen/roll-times.ts';

/** Tells of windows that cannot be read: of each object once, until it says something else. */
export function createUnreadWindowReports({ log, recordEvent }: Pick<ReloadParts, 'log' | 'recordEvent'>, { problemsOf }: RollTimesReader) {
  const told = new Map<string, string>();
  return (about: EventSubject, times: RollTimes): void => {
    const { uid = '', namespace, name } = about.object.metadata ?? {};
    const problems = problemsOf(times);
    const said = JSON.stringify(times);
    if (problems.length === 0) told.delete(uid);
    if (problems.length === 0 || told.get(uid) === said) return;
    told.set(uid, said);
    for (const message of problems) {
      log.warn({ object: `${about.resource.kind} ${namespace}/${name}`, problem: message }, 'annotation not understood');
      recordEvent(about, { type: 'Warning', reason: 'ReloadAnnotation', message });
    }
  };
}
