import type { Client } from '../../../kube/client/client.ts';
import type { DigestKey, Policy } from '../decide/compare.ts';
import { decide, type Plan } from '../decide/decide.ts';
import type { FollowedSources } from './followed-sources.ts';
import type { FollowedWorkloads } from './followed-workloads.ts';
import type { WorkloadKey } from '../seen/reload-key.ts';
import type { ReloadMetrics } from '../tell/metrics.ts';
import type { WatchedNamespaces } from './scope.ts';
import type { ReloadStrategy } from '../decide/template-change.ts';
import { asksFor, type Interest, type Workload, type WorkloadKind } from '../seen/workload.ts';

export interface LookOptions {
  readonly scope: WatchedNamespaces;
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
export type Look = (key: WorkloadKey, client: Client) => Promise<WorkloadPlan | undefined>;

export const createLook =
  ({ scope, workloads, sources, policy, strategy, digestKey, metrics, wall }: LookOptions): Look =>
  async ({ kind, storeKey }, client) => {
    const kept = workloads.replacement(kind, storeKey);
    if (kept !== undefined) return { kind, workload: kept, plan: { do: 'go-on', present: workloads.get(kind, storeKey) } };
    const workload = workloads.get(kind, storeKey);
    if (workload === undefined) return undefined;
    const namespace = workload.metadata?.namespace ?? '';
    metrics.scanned(kind);
    const plan = decide(
      {
        kind,
        workload,
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
