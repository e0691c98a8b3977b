import type { Client } from '../../kube/client.ts';
import type { Reconcile, Turn } from '../runtime/definition.ts';
import type { Outcome } from '../runtime/outcome.ts';
import type { Debounce } from './debounce.ts';
import { wanted } from './decide.ts';
import type { FollowedSources } from './followed-sources.ts';
import type { FollowedWorkloads } from './followed-workloads.ts';
import { kindAndKey, namespaceAndSource, postedSource, type SourceKey } from './kinds.ts';
import type { Look } from './look.ts';
import type { Performer } from './performer.ts';
import type { Scope } from './scope.ts';
import type { Target } from './replace-pods.ts';

export interface ReconcileOptions {
  readonly scope: Scope;
  readonly workloads: FollowedWorkloads;
  readonly sources: FollowedSources;
  readonly debounce: Debounce;
  readonly look: Look;
  readonly performer: Performer;
  readonly replacePods: (target: Target, client: Client) => Promise<Outcome>;
  readonly post: (source: SourceKey, turn: Turn) => Promise<Outcome>;
}

/** A key is a workload, or a source whose pods are replaced, or whose change is posted: what fails for one is tried again for it alone. */
export function reconcileWorkloads({ scope, workloads, sources, debounce, look, performer, replacePods, post }: ReconcileOptions): Reconcile {
  return async (key, turn) => {
    const { client } = turn;
    const own = namespaceAndSource(key);
    if (own !== undefined) {
      const source = scope.includes(own.namespace) ? sources.in(own.namespace).get(own.id) : undefined;
      return source?.podSelector === undefined || source.ignored ? 'on-change' : replacePods({ ...own, key, source, selector: source.podSelector }, client);
    }
    const posted = postedSource(key);
    if (posted !== undefined) return post(posted, turn);
    const { kind, storeKey } = kindAndKey(key);
    const replacement = workloads.replacement(kind, storeKey);
    if (replacement !== undefined) return performer.goOn(client, replacement, workloads.get(kind, storeKey));
    const seen = await look(key, client);
    if (seen === undefined || seen.plan.do === 'nothing') {
      debounce.forget(key);
      return seen?.plan.do === 'nothing' && seen.plan.afterMs !== undefined ? { afterMs: seen.plan.afterMs } : 'on-change';
    }
    const { workload, plan } = seen;
    const waitMs = plan.do === 'resume' ? 0 : debounce.waitMs(key, wanted(plan));
    if (waitMs > 0) return { afterMs: waitMs };
    const outcome = await performer.perform({ key, kind, workload, plan }, client);
    debounce.forget(key);
    return outcome;
  };
}
