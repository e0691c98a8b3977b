import type { TemplateAge, TemplateMoment } from './baseline.ts';
import { compare, type SourceChange } from './compare.ts';
import type { Policy, ReloadStrategy } from './policy.ts';
import type { NamespaceSources } from './namespace-sources.ts';
import type { DigestKey } from './entry.ts';
import { pauseStep, periodOf } from './pause.ts';
import { parseRecord, type AppliedRecord } from '../seen/record.ts';
import { restart, templateChange, tidied, type Restart, type TemplateChange } from './template-change.ts';
import type { Workload, WorkloadKind } from '../seen/workload.ts';

export interface WorkloadState {
  readonly kind: WorkloadKind;
  readonly workload: Workload;
  /** Absent where its namespace is not looked after. */
  readonly sources?: NamespaceSources;
  readonly digestKey?: DigestKey;
  /** The record that counts. */
  readonly record?: string;
  /** When this process saw its template being written. */
  readonly templateMoment?: TemplateMoment;
}

/** What is to be done for a workload. */
export type Plan =
  | { readonly do: 'nothing'; readonly afterMs?: number }
  | { readonly do: 'resume' }
  /** The workload is the Job that keeps what another is to become: the next step from the present one to it. */
  | { readonly do: 'go-on'; readonly present?: Workload }
  /** The record alone: nothing rolls. */
  | { readonly do: 'record'; readonly record: AppliedRecord; readonly when: 'at-once' | 'debounced' }
  | {
      readonly do: 'roll';
      readonly changes: readonly SourceChange[];
      readonly record: AppliedRecord;
      /** Absent where the template says it already. */
      readonly change?: TemplateChange | Restart;
      /** `begin`: paused with this; `end`: a pause is over with it. */
      readonly pause: 'none' | 'begin' | 'end';
    };

/** Pure: what the caches show, and the time. */
export function decide(
  { kind, workload, sources, digestKey, record: text, templateMoment }: WorkloadState,
  policy: Policy,
  strategy: ReloadStrategy,
  wall: number,
): Plan {
  const { metadata, interest } = workload;
  if (interest === undefined || metadata?.deletionTimestamp !== undefined) return { do: 'nothing' };
  const step = kind === 'Deployment' ? pauseStep(interest.pause, wall) : { do: 'nothing' as const };
  const rest: Plan = step.do === 'resume' ? { do: 'resume' } : step.do === 'wait' ? { do: 'nothing', afterMs: step.ms } : { do: 'nothing' };
  if (sources === undefined) return rest;
  const before = parseRecord(text);
  const wasUndone = before === undefined && interest.isForeign;
  const { changes, record, differs, isNew, first } = compare(interest, sources, policy, {
    record: before,
    wasUndone,
    age: ageOf(kind, workload, templateMoment, policy),
    digestKey,
  });
  if (first !== undefined) return { do: 'record', record: first, when: 'at-once' };
  const isLost = before !== undefined && text !== interest.record;
  if (changes.length === 0)
    return step.do !== 'resume' && (differs || isLost) ? { do: 'record', record, when: isNew || isLost ? 'at-once' : 'debounced' } : rest;
  if (kind === 'CronJob' && interest.runs.busy) return rest; // once the run has ended, its status is looked at again
  if (
    (kind === 'CronJob' && interest.runs.suspended && !policy.runSuspended) ||
    (kind === 'Job' && interest.runs.finished && !policy.rerunFinished)
  )
    return { do: 'record', record, when: 'debounced' };
  const change =
    kind === 'Rollout' && interest.restarts
      ? restart(wall)
      : templateChange(interest, changes, strategy, { namespace: metadata?.namespace ?? '', seconds: Math.floor(wall / 1_000) });
  const tidy = change === undefined || 'restartAt' in change ? change : tidied(change, interest, Object.keys(record.sources), policy.types);
  const begins = kind === 'Deployment' && !interest.pause.paused && periodOf(interest.pause.period) !== undefined;
  return {
    do: 'roll',
    changes,
    record,
    change: tidy,
    pause: step.do === 'resume' ? 'end' : begins && change !== undefined ? 'begin' : 'none',
  };
}

/** What runs to an end takes what is there whenever it starts: it would be run for no more than a time of writing. */
function ageOf(kind: WorkloadKind, { templateWrittenAt }: Workload, moment: TemplateMoment | undefined, { posts }: Policy): TemplateAge {
  const runsToAnEnd = kind === 'CronJob' || kind === 'Job';
  // Neither is a Job run by a write of its template, nor a receiver told by it.
  const seen = moment === undefined || !(runsToAnEnd || posts) ? moment : { ...moment, byOthers: false };
  return { moment: seen, ...(runsToAnEnd ? {} : { writtenAt: templateWrittenAt }) };
}
