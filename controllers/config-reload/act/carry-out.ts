import { ApiError } from '../../../kube/errors/api-error.ts';
import type { Client } from '../../../kube/client/client.ts';
import { metadataOf, nameOf } from '../../../kube/objects/resource.ts';
import { timestamp } from '../../../ground/time/timestamp.ts';
import type { Parts } from '../../runtime/definition.ts';
import type { Outcome } from '../../runtime/work/outcome.ts';
import type { Alert } from '../tell/alerts.ts';
import { APPLIED } from '../seen/annotation-keys.ts';
import type { Plan } from '../decide/decide.ts';
import { FIELD_MANAGER, KINDS } from '../seen/kinds.ts';
import { eventOf, resourceOf, type ReloadMetrics } from '../tell/metrics.ts';
import { periodOf } from '../decide/pause.ts';
import type { Performer, Work } from '../decide/performer.ts';
import { renderRecord } from '../seen/record.ts';
import { goOn } from './replace-job.ts';
import { createReloadReport } from '../tell/report.ts';
import { roll } from './roll.ts';
import { giveUpTooLarge } from '../decide/too-large.ts';

export interface CarryOutOptions {
  readonly parts: Parts;
  readonly metrics: ReloadMetrics;
  readonly alert: Alert;
  readonly pausedAt: string;
}

/** Does what was decided. */
export const createPerformer = (options: CarryOutOptions): Performer => ({
  take: (_, workload) => workload,
  async perform(work, client) {
    const { plan } = work;
    try {
      return await perform(options, work, client);
    } catch (error) {
      if (plan.do === 'resume') throw error;
      return giveUpTooLarge(options.parts, { ...work, record: plan.record }, error);
    }
  },
  goOn,
});

async function perform(options: CarryOutOptions, work: Work, client: Client): Promise<Outcome> {
  const { parts, pausedAt } = options;
  const { kind, workload, plan } = work;
  const name = nameOf(workload);
  const { uid, resourceVersion } = workload.metadata ?? {};
  switch (plan.do) {
    case 'resume':
      await client.patch(
        KINDS[kind],
        name,
        { merge: { metadata: { uid, resourceVersion, annotations: { [pausedAt]: null } }, spec: { paused: false } } },
        { fieldManager: FIELD_MANAGER },
      );
      parts.log.info({ workload: `${kind} ${name.namespace}/${name.name}` }, 'resumed');
      return 'on-change';
    case 'record':
      await client.patch(
        metadataOf(KINDS[kind]),
        name,
        { merge: { metadata: { uid, resourceVersion, annotations: { [APPLIED]: renderRecord(plan.record) } } } },
        { fieldManager: FIELD_MANAGER },
      );
      return 'on-change';
    case 'roll':
      return rollAndReport(options, { ...work, plan }, client);
  }
}

async function rollAndReport(
  { parts, metrics, alert, pausedAt }: CarryOutOptions,
  { kind, workload, plan }: Work & { readonly plan: Extract<Plan, { do: 'roll' }> },
  client: Client,
): Promise<Outcome> {
  const report = createReloadReport(parts, alert, { kind, workload, changes: plan.changes });
  const began = parts.clock.now();
  metrics.matched(kind);
  report.warnings();
  try {
    await roll(client, { kind, workload, plan, pausedAt, time: timestamp(parts.wall()) });
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
