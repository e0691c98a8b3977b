import { timestamp } from '../../../ground/time/rfc3339.ts';
import { HOLD } from '../seen/annotation-keys.ts';
import { parseRecord } from '../seen/record.ts';
import { typeAndName } from '../seen/source-type.ts';
import type { Plan } from '../decide/decide.ts';
import { isOlder, sameRecord } from '../decide/entry.ts';
import { asksFor, type Interest } from '../seen/workload.ts';
import type { Sight } from './sight.ts';

/** What would be done for a workload now, and why, or why nothing: a sentence. */
export function conclusionOf(sight: Sight, now: number): string {
  const { workload, plan, keys } = sight;
  if (workload.templateOf !== undefined)
    return `rolls nothing: its pods are made from the template of ${workload.templateOf}: it rolls when that does, so put the annotations there`;
  if (workload.metadata?.deletionTimestamp !== undefined) return 'rolls nothing: it is being deleted';
  if (plan.do === 'go-on') return 'is about to be recreated: a suspended Job beside it keeps what it is to become';
  if (workload.interest === undefined)
    return `rolls nothing: no annotation asks for it, neither on it nor on its pod template: ${keys.auto}=true has it rolled for all that its pods use`;
  switch (plan.do) {
    case 'roll':
      return rollConclusion(sight, plan);
    case 'resume':
      return sight.outOfTime === undefined ? 'its pause is over: it is about to be resumed' : `stays paused: ${sight.outOfTime}`;
    case 'record':
      return recordConclusion(sight, plan, workload.interest);
    case 'nothing':
      return nothingConclusion(sight, plan, workload.interest, now);
  }
}

function rollConclusion({ held, workload }: Sight, { changes, change, pause }: Extract<Plan, { do: 'roll' }>): string {
  const sources = changes.map(({ id, cause }) => `${typeAndName(id).type} ${typeAndName(id).name} ${cause}`).join(', ');
  if (held === 'skipped') return `does not roll: ${sources}, which ${HOLD} gives up`;
  if (held !== undefined) return `is held: ${sources}; ${held.why}`;
  if (change === undefined) return `is not rolled: ${sources}, but its pod template has that marker already: only the record is written`;
  const then = pause === 'begin' ? `, and then is paused for ${workload.interest?.pause.period}` : '';
  return `is to be rolled: ${sources}${then}. If it is not within seconds, nothing of what its annotations say holds it: it waits for --debounce or --max-rolls, or config-reload does not run`;
}

function recordConclusion(sight: Sight, plan: Extract<Plan, { do: 'record' }>, { runs, isForeign }: Interest): string {
  const { kind } = sight;
  const before = parseRecord(sight.before);
  if (kind === 'CronJob' && runs.suspended) return 'does not run: it is suspended; a change is only noted (--run-suspended-cronjobs)';
  if (kind === 'Job' && runs.finished) return 'does not run again: it has ended; a change is only noted (--rerun-finished-jobs)';
  // What the controller may see and the user may not makes no difference for its record.
  if (before !== undefined && sameRecord({ ...plan.record, unseen: before.unseen }, before)) return upToDate(sight);
  if (before !== undefined) return 'rolls nothing: what it asks for has changed, and its record is about to follow';
  if (isForeign) return 'rolls nothing: its record came back with an earlier template, by an undo or a copy, and is about to be replaced';
  const isBehind = Object.values(plan.record.sources).some(isOlder);
  return isBehind
    ? 'has no record yet, and its pods were started with an earlier content: a record is written first, and then it rolls'
    : 'has no record yet: config-reload writes one as soon as it sees the workload, and rolls it for what changes from then on. Where that stays so, it does not run, or not for this namespace';
}

function nothingConclusion(sight: Sight, { afterMs }: Extract<Plan, { do: 'nothing' }>, interest: Interest, now: number): string {
  if (afterMs !== undefined) return `is paused until ${timestamp(now + afterMs)}, and rolls then for what changes meanwhile`;
  if (sight.kind === 'CronJob' && interest.runs.busy)
    return 'runs nothing: a run is under way, and its concurrencyPolicy is Forbid; if something has changed, it runs afterwards';
  return upToDate(sight);
}

function upToDate({ before, workload, withoutSecrets }: Sight): string {
  const sources = Object.values(parseRecord(before)?.sources ?? {});
  if (!sources.some((entry) => typeof entry === 'object')) return 'rolls nothing: none of the sources that are there concerns it';
  const isPartial = withoutSecrets !== undefined && workload.interest !== undefined && asksFor(workload.interest, 'Secret');
  return `rolls nothing: its pods have what its sources hold${isPartial ? ', as far as it can be seen' : ''}`;
}
