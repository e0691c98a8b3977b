import type { Client } from '../../kube/client/client.ts';
import type { Clock } from '../../ground/time/clock.ts';
import type { Reconcile, ReconcileContext } from '../runtime/definition.ts';
import type { Outcome } from '../runtime/work/outcome.ts';
import type { Debounce } from './decide/debounce.ts';
import { wanted } from './decide/decide.ts';
import type { FollowedSources } from './follow/followed-sources.ts';
import type { FollowedWorkloads } from './follow/followed-workloads.ts';
import { kindAndKey, namespaceAndSource, postedSource, type SourceKey } from './seen/kinds.ts';
import type { Look } from './follow/look.ts';
import type { ReloadMetrics } from './tell/metrics.ts';
import type { Performer } from './decide/performer.ts';
import type { Scope } from './decide/scope.ts';
import type { Target } from './act/replace-pods.ts';

export interface ReconcileOptions {
  readonly scope: Scope;
  readonly workloads: FollowedWorkloads;
  readonly sources: FollowedSources;
  readonly debounce: Debounce;
  readonly metrics: ReloadMetrics;
  readonly clock: Clock;
  readonly look: Look;
  readonly performer: Performer;
  readonly replacePods: (target: Target, client: Client) => Promise<Outcome>;
  readonly post: (source: SourceKey, turn: ReconcileContext) => Promise<Outcome>;
}

/** A key is a workload, or a source whose pods are replaced, or whose change is posted: what fails for one is tried again for it alone. */
export function reconcileWorkloads(options: ReconcileOptions): Reconcile {
  const { metrics, clock } = options;
  return async (key, turn) => {
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
  { scope, workloads, sources, debounce, look, performer, replacePods, post }: ReconcileOptions,
  key: string,
  turn: ReconcileContext,
): Promise<Reconciled> {
  const { client } = turn;
  const own = namespaceAndSource(key);
  if (own !== undefined) {
    const source = scope.includes(own.namespace) ? sources.in(own.namespace).get(own.id) : undefined;
    if (source?.podSelector === undefined || source.ignored) return NOTHING;
    return { outcome: await replacePods({ ...own, key, source, selector: source.podSelector }, client), did: true };
  }
  const posted = postedSource(key);
  if (posted !== undefined) return { outcome: await post(posted, turn), did: true };
  const { kind, storeKey } = kindAndKey(key);
  const replacement = workloads.replacement(kind, storeKey);
  if (replacement !== undefined) return { outcome: await performer.goOn(client, replacement, workloads.get(kind, storeKey)), did: true };
  const seen = await look(key, client);
  if (seen === undefined || seen.plan.do === 'nothing') {
    debounce.forget(key);
    return seen?.plan.do === 'nothing' && seen.plan.afterMs !== undefined
      ? { outcome: { afterMs: seen.plan.afterMs }, did: false }
      : NOTHING;
  }
  const { workload, plan } = seen;
  const waitMs = plan.do === 'resume' ? 0 : debounce.waitMs(key, wanted(plan));
  if (waitMs > 0) return { outcome: { afterMs: waitMs }, did: false };
  const outcome = await performer.perform({ key, kind, workload, plan }, client);
  debounce.forget(key);
  return { outcome, did: true };
}

const NOTHING: Reconciled = { outcome: 'on-change', did: false };
