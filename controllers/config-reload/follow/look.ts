import type { Client } from '../../../kube/client/client.ts';
import type { DigestKey, Policy } from '../decide/compare.ts';
import { decide, type Plan } from '../decide/decide.ts';
import type { FollowedSources } from './followed-sources.ts';
import type { FollowedWorkloads } from './followed-workloads.ts';
import { kindAndKey } from '../seen/kinds.ts';
import type { ReloadMetrics } from '../tell/metrics.ts';
import type { Performer } from '../decide/performer.ts';
import type { Scope } from '../decide/scope.ts';
import type { ReloadStrategy } from '../decide/template-change.ts';
import { asksFor, type Interest, type Workload, type WorkloadKind } from '../seen/workload.ts';

export interface LookOptions extends Pick<Performer, 'take'> {
  readonly scope: Scope;
  readonly workloads: FollowedWorkloads;
  readonly sources: FollowedSources;
  readonly policy: Policy;
  readonly strategy: ReloadStrategy;
  readonly digestKey: (client: Client) => Promise<DigestKey>;
  readonly metrics: ReloadMetrics;
  readonly wall: () => number;
}

/** A workload as the caches show it, and what is to be done for it. */
export interface WorkloadPlan {
  readonly kind: WorkloadKind;
  readonly workload: Workload;
  readonly plan: Plan;
}

/** Undefined where there is no such workload. */
export type Look = (key: string, client: Client) => Promise<WorkloadPlan | undefined>;

export const createLook =
  ({ scope, workloads, sources, policy, strategy, digestKey, metrics, wall, take }: LookOptions): Look =>
  async (key, client) => {
    const { kind, storeKey } = kindAndKey(key);
    const workload = workloads.get(kind, storeKey);
    if (workload === undefined) return undefined;
    const namespace = workload.metadata?.namespace ?? '';
    metrics.scanned(kind);
    const plan = decide(
      {
        kind,
        workload: take(key, workload),
        ...(scope.includes(namespace) ? { sources: sources.in(namespace) } : {}),
        ...(usesSecrets(workload.interest, policy) ? { digestKey: await digestKey(client) } : {}),
      },
      policy,
      strategy,
      wall(),
    );
    return { kind, workload, plan };
  };

const usesSecrets = (interest: Interest | undefined, { types }: Policy): boolean =>
  types.includes('Secret') && interest !== undefined && asksFor(interest, 'Secret');
