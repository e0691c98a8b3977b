import { workloadTitle, type ReloadParts } from '../seen/reload-key.ts';
import { KINDS } from '../seen/kinds.ts';
import type { RollTimesReader } from '../decide/roll-times.ts';
import type { Look, WorkloadPlan } from './look.ts';

/**
 * What a workload says of the times at which it may be rolled, where that is not for the gate: what cannot be read is told
 * once, and a pause does not end out of time, since the pods are replaced at its end.
 */
export function createLookInTime(
  { log, recordEvent, wall }: Pick<ReloadParts, 'log' | 'recordEvent' | 'wall'>,
  rollTimes: RollTimesReader,
  look: Look,
): Look {
  const told = new Map<string, string>();
  function tellProblems(title: string, { kind, workload }: WorkloadPlan): void {
    const times = workload.interest?.rollTimes ?? {};
    const problems = rollTimes.problemsOf(times);
    const uid = workload.metadata?.uid ?? '';
    const said = problems.length === 0 ? undefined : JSON.stringify(times);
    if (said === undefined) told.delete(uid);
    if (said === undefined || told.get(uid) === said) return;
    told.set(uid, said);
    for (const message of problems) {
      log.warn({ workload: title, problem: message }, 'annotation not understood');
      recordEvent({ resource: KINDS[kind], object: workload }, { type: 'Warning', reason: 'ReloadAnnotation', message });
    }
  }
  return async (key, client) => {
    const seen = await look(key, client);
    if (seen === undefined) return undefined;
    tellProblems(workloadTitle(key), seen);
    const out = seen.plan.do === 'resume' ? rollTimes.outOfTime(seen.workload.interest?.rollTimes ?? {}, wall()) : undefined;
    if (out === undefined) return seen;
    log.info({ workload: workloadTitle(key), why: out.why }, 'stays paused');
    return { ...seen, plan: { do: 'nothing', afterMs: out.afterMs } };
  };
}
