import type { Client } from '../../kube/client.ts';
import type { Reconcile } from '../runtime/definition.ts';
import type { Outcome } from '../runtime/outcome.ts';
import type { DigestKey, Policy } from './compare.ts';
import type { Debounce } from './debounce.ts';
import { decide, wanted, type Plan } from './decide.ts';
import type { FollowedSources } from './followed-sources.ts';
import type { FollowedWorkloads } from './followed-workloads.ts';
import { kindAndKey, namespaceAndSource } from './kinds.ts';
import type { Performer } from './performer.ts';
import type { Scope } from './scope.ts';
import type { Target } from './replace-pods.ts';
import type { Strategy } from './template-change.ts';
import { asksFor, type Interest } from './workload.ts';

export interface ReconcileOptions {
  readonly scope: Scope;
  readonly workloads: FollowedWorkloads;
  readonly sources: FollowedSources;
  readonly policy: Policy;
  readonly strategy: Strategy;
  readonly debounce: Debounce;
  readonly digestKey: (client: Client) => Promise<DigestKey>;
  readonly wall: () => number;
  readonly performer: Performer;
  readonly replacePods: (target: Target, client: Client) => Promise<Outcome>;
}

/** A key is a workload, or a source whose pods are replaced: what fails for one is tried again for it alone. */
export function reconcileWorkloads({ scope, workloads, sources, policy, strategy, debounce, digestKey, wall, performer, replacePods }: ReconcileOptions): Reconcile {
  return async (key, { client }) => {
    const own = namespaceAndSource(key);
    if (own !== undefined) {
      const source = scope.includes(own.namespace) ? sources.in(own.namespace).get(own.id) : undefined;
      return source?.podSelector === undefined || source.ignored ? 'on-change' : replacePods({ ...own, key, source, selector: source.podSelector }, client);
    }
    const { kind, storeKey } = kindAndKey(key);
    const workload = workloads.get(kind, storeKey);
    const replacement = workloads.replacement(kind, storeKey);
    if (replacement !== undefined) return performer.goOn(client, replacement, workload);
    const namespace = workload?.metadata?.namespace ?? '';
    const plan: Plan = workload === undefined
      ? { do: 'nothing' }
      : decide({
          kind, workload: performer.take(key, workload),
          ...(scope.includes(namespace) ? { sources: sources.in(namespace) } : {}),
          ...(usesSecrets(workload.interest, policy) ? { digestKey: await digestKey(client) } : {}),
        }, policy, strategy, wall());
    if (workload === undefined || plan.do === 'nothing') {
      debounce.forget(key);
      return plan.do === 'nothing' && plan.afterMs !== undefined ? { afterMs: plan.afterMs } : 'on-change';
    }
    const waitMs = plan.do === 'resume' ? 0 : debounce.waitMs(key, wanted(plan));
    if (waitMs > 0) return { afterMs: waitMs };
    const outcome = await performer.perform({ key, kind, workload, plan }, client);
    debounce.forget(key);
    return outcome;
  };
}

const usesSecrets = (interest: Interest | undefined, { types }: Policy): boolean =>
  types.includes('Secret') && interest !== undefined && asksFor(interest, 'Secret');
