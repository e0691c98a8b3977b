import type { Client } from '../../kube/client/client.ts';
import type { Clock } from '../../ground/time/clock.ts';
import type { Reconcile, ReconcileContext } from '../runtime/definition.ts';
import type { Outcome } from '../runtime/queue/outcome.ts';
import type { Debounce } from './decide/debounce.ts';
import type { Plan } from './decide/decide.ts';
import type { PerformPods } from './decide/pods-work.ts';
import type { Perform } from './decide/work.ts';
import type { Gate } from './gate.ts';
import type { Look } from './follow/look.ts';
import type { LookAtPods } from './follow/look-at-pods.ts';
import { renderRecord, type AppliedRecord } from './seen/record.ts';
import { reloadKeys, type ReloadKey, type SourceKey, type WorkloadKey } from './seen/reload-key.ts';
import type { ReloadMetrics } from './tell/metrics.ts';

/** All that is done for keys. */
export interface ReconcileOptions {
  readonly debounce: Debounce;
  readonly gate: Gate;
  readonly metrics: ReloadMetrics;
  readonly clock: Clock;
  readonly look: Look;
  readonly perform: Perform;
  readonly lookAtPods: LookAtPods;
  readonly performPods: PerformPods;
  readonly post: (source: SourceKey, turn: ReconcileContext) => Promise<Outcome>;
  readonly publish: (client: Client) => Promise<Outcome>;
}

/** What fails for a key is tried again for it alone. */
export function reconciling(options: ReconcileOptions): Reconcile<ReloadKey> {
  const { metrics, clock, publish } = options;
  return async (key, turn) => {
    if (key.of === 'meta-info') return publish(turn.client);
    const began = clock.now();
    const ended = (result: 'success' | 'skipped' | 'error') => metrics.reconciled(result, clock.now() - began);
    try {
      const { outcome, did } = await reconcileOne(options, key, turn);
      ended(did ? 'success' : 'skipped');
      return outcome;
    } catch (error) {
      ended('error');
      throw error;
    }
  };
}

interface Reconciled {
  readonly outcome: Outcome;
  /** Was there anything to do, and is it done? */
  readonly did: boolean;
}

async function reconcileOne(
  options: ReconcileOptions,
  key: Exclude<ReloadKey, { of: 'meta-info' }>,
  turn: ReconcileContext,
): Promise<Reconciled> {
  switch (key.of) {
    case 'workload':
      return reconcileWorkload(options, key, turn.client);
    case 'pods':
      return reconcilePods(options, key, turn.client);
    case 'post':
      return { outcome: await options.post(key, turn), did: true };
  }
}

async function reconcileWorkload(
  { debounce, gate, look, perform }: ReconcileOptions,
  key: WorkloadKey,
  client: Client,
): Promise<Reconciled> {
  const text = reloadKeys.text(key);
  const seen = await look(key, client);
  if (seen === undefined || seen.plan.do === 'nothing') {
    debounce.forget(text);
    gate.over(key);
    return { outcome: seen?.plan.do === 'nothing' ? outcomeOf(seen.plan) : 'on-change', did: false };
  }
  const { kind, workload, plan } = seen;
  const waitMs = isDebounced(plan) ? debounce.waitMs(text, renderRecord(plan.record)) : 0;
  if (waitMs > 0) return { outcome: { afterMs: waitMs }, did: false };
  const work = plan.do === 'roll' ? gate.ask({ key, kind, workload, plan }) : { key, kind, workload, plan };
  if ('afterMs' in work) return { outcome: work, did: false };
  try {
    const outcome = await perform(work, client);
    debounce.forget(text);
    return { outcome, did: true };
  } finally {
    gate.done(key);
  }
}

/** What pods have is noted at once, before it changes again. */
const isDebounced = (plan: Plan): plan is Extract<Plan, { readonly record: AppliedRecord }> =>
  plan.do === 'roll' || (plan.do === 'record' && plan.when === 'debounced');

async function reconcilePods({ lookAtPods, performPods }: ReconcileOptions, source: SourceKey, client: Client): Promise<Reconciled> {
  const seen = await lookAtPods(source, client);
  if (seen === undefined) return { outcome: 'on-change', did: false };
  const { selector, plan } = seen;
  if (plan.do === 'nothing') return { outcome: outcomeOf(plan), did: true };
  const outcome = await performPods({ source, selector, plan }, client);
  // What was noted first may be what is over by now.
  return { outcome: plan.do === 'note' ? { afterMs: 0 } : outcome, did: true };
}

const outcomeOf = ({ afterMs }: { readonly afterMs?: number }): Outcome => (afterMs === undefined ? 'on-change' : { afterMs });
