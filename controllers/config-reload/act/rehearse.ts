import type { Work, Perform } from '../decide/work.ts';
import type { FollowedWorkloads } from '../follow/followed-workloads.ts';
import { renderRecord } from '../seen/record.ts';
import { workloadTitle } from '../seen/reload-key.ts';
import type { Workload } from '../seen/workload.ts';
import { tellRoll, type TellRollOptions } from '../tell/would-roll.ts';

/** What would be with a workload by now, had all been done that was told. */
interface Rehearsed {
  readonly uid: string | undefined;
  /** The record that was in the cluster then: with another one, somebody has really acted. */
  readonly found: string | undefined;
  readonly record: string | undefined;
  /** The pause that would be over. */
  readonly resumed: string | undefined;
}

export interface Rehearsal {
  /** The workloads as they would be by now: what is looked at here is what is left to tell. */
  readonly workloads: FollowedWorkloads;
  /** Tells what would be done, once for each change, and does nothing: the records are kept in memory. */
  readonly perform: Perform;
}

/** A dry run of what is done to workloads, told by `tell`. */
export function createRehearsal(followed: FollowedWorkloads, tell: TellRollOptions): Rehearsal {
  const known = new Map<string, Rehearsed>();
  /** Where a workload that was handed out comes from: what is in the cluster. */
  const origins = new WeakMap<Workload, Workload>();
  const before = (title: string, { metadata, interest }: Workload): Rehearsed | undefined => {
    const last = known.get(title);
    return last?.uid === metadata?.uid && last?.found === interest?.record ? last : undefined;
  };
  return {
    workloads: {
      ...followed,
      get(kind, storeKey) {
        const found = followed.get(kind, storeKey);
        const last = found === undefined ? undefined : before(workloadTitle({ kind, storeKey }), found);
        if (found === undefined || last === undefined) return found;
        const now = asAfter(last, found);
        origins.set(now, found);
        return now;
      },
    },
    async perform(work) {
      const { key, workload, plan } = work;
      if (plan.do === 'go-on') return 'on-change';
      const title = workloadTitle(key);
      const origin = origins.get(workload) ?? workload;
      const last = before(title, origin);
      const ends = plan.do === 'resume' || (plan.do === 'roll' && plan.pause === 'end');
      known.set(title, {
        uid: origin.metadata?.uid,
        found: origin.interest?.record,
        record: plan.do === 'resume' ? last?.record : renderRecord(plan.record),
        resumed: ends ? origin.interest?.pause.at : last?.resumed,
      });
      tellPlan(tell, { ...work, plan });
      // The write of anything but a roll would have it looked at again.
      return plan.do === 'roll' ? 'on-change' : { afterMs: 0 };
    },
  };
}

function asAfter({ record, resumed }: Rehearsed, workload: Workload): Workload {
  const { interest } = workload;
  if (interest === undefined) return workload;
  const { pause } = interest;
  const over = pause.at !== undefined && pause.at === resumed;
  return {
    ...workload,
    interest: {
      ...interest,
      record: record ?? interest.record,
      isForeign: record === undefined && interest.isForeign,
      pause: over ? { paused: false, period: pause.period } : pause,
    },
  };
}

type Told = Work & { readonly plan: Exclude<Work['plan'], { do: 'go-on' }> };

function tellPlan(tell: TellRollOptions, { key, kind, workload, plan }: Told): void {
  switch (plan.do) {
    case 'resume':
      return tell.log.info({ workload: workloadTitle(key) }, 'would resume');
    case 'record':
      return tell.log.debug({ workload: workloadTitle(key) }, 'would note which content its pods have');
    case 'roll':
      return tellRoll(tell, { kind, workload, plan });
  }
}
