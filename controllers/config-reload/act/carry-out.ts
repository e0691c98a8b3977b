import { ApiError } from '../../../kube/errors/api-error.ts';
import type { Client } from '../../../kube/client/client.ts';
import { keyOf } from '../../../kube/objects/resource.ts';
import { timestamp } from '../../../ground/time/rfc3339.ts';
import type { Outcome } from '../../runtime/queue/outcome.ts';
import type { Alert } from '../tell/alerts.ts';
import type { WantedRoll } from '../decide/judge.ts';
import { rolledNow } from '../decide/sharers.ts';
import type { Workload } from '../seen/workload.ts';
import { KINDS } from '../seen/kinds.ts';
import { eventOf, resourceOf, type ReloadMetrics } from '../tell/metrics.ts';
import { periodOf } from '../decide/pause.ts';
import type { Perform, Work } from '../decide/work.ts';
import type { ReloadParts } from '../seen/reload-key.ts';
import { annotationStep, pauseSteps } from './change-steps.ts';
import { patchDecided } from './patch-decided.ts';
import { goOn } from './replace-job.ts';
import { createReloadReport } from '../tell/report.ts';
import { roll } from './roll.ts';
import { giveUpTooLarge } from '../tell/too-large.ts';
import { writeRecord } from './write-record.ts';

export interface CarryOutOptions {
  readonly parts: ReloadParts;
  readonly metrics: ReloadMetrics;
  readonly alert: Alert;
  readonly pausedAt: string;
}

/** Does what was decided. */
export const createPerformer =
  (options: CarryOutOptions): Perform =>
  async (work, client) => {
    try {
      return await carryOut(options, work, client);
    } catch (error) {
      if (!('record' in work.plan)) throw error;
      return giveUpTooLarge(options.parts, { ...work, record: work.plan.record }, error);
    }
  };

async function carryOut(options: CarryOutOptions, work: Work, client: Client): Promise<Outcome> {
  const { kind, workload, plan } = work;
  switch (plan.do) {
    case 'resume':
      return resume(options, work, client);
    case 'record':
      await writeRecord(client, { kind, workload, record: plan.record });
      return 'on-change';
    case 'roll':
      return rollAndReport(options, { ...work, plan }, client);
    case 'go-on':
      return goOn(client, workload, plan.present);
  }
}

async function resume({ parts, pausedAt }: CarryOutOptions, { kind, workload }: Work, client: Client): Promise<'on-change'> {
  const steps = [...annotationStep(pausedAt, workload.interest?.pause.at, undefined), ...pauseSteps(false)];
  await patchDecided(client, KINDS[kind], workload, steps);
  parts.log.info({ workload: `${kind} ${keyOf(workload)}` }, 'resumed');
  return 'on-change';
}

/** With the time of the roll in the record. */
const noted = (plan: WantedRoll['plan'], workload: Workload, now: number): WantedRoll['plan'] => ({
  ...plan,
  record: { ...plan.record, rolled: rolledNow(workload, plan.record.rolled, now) },
});

async function rollAndReport(
  { parts, metrics, alert, pausedAt }: CarryOutOptions,
  { kind, workload, plan }: WantedRoll,
  client: Client,
): Promise<Outcome> {
  const report = createReloadReport(parts, alert, { kind, workload, changes: plan.changes });
  const began = parts.clock.now();
  metrics.matched(kind);
  report.warnings();
  try {
    await roll(client, {
      kind,
      workload,
      plan: plan.change === undefined ? plan : noted(plan, workload, parts.wall()),
      pausedAt,
      time: timestamp(parts.wall()),
    });
  } catch (error) {
    // Another writer was there between the look at the cache and the write: the next look settles it.
    if (ApiError.is(error, 'conflict', 'not-found')) throw error;
    metrics.acted(kind, workload.metadata?.namespace ?? '', false, parts.clock.now() - began);
    for (const change of plan.changes) metrics.processed(eventOf(change), resourceOf(change.id), 'error');
    report.failed(error);
    throw error;
  }
  for (const change of plan.changes)
    metrics.processed(eventOf(change), resourceOf(change.id), plan.change === undefined ? 'skipped' : 'success');
  if (plan.change === undefined) metrics.skipped('strategy_not_updated');
  else {
    metrics.acted(kind, workload.metadata?.namespace ?? '', true, parts.clock.now() - began);
    report.done();
  }
  return plan.pause === 'begin' ? { afterMs: periodOf(workload.interest?.pause.period) ?? 0 } : 'on-change';
}
