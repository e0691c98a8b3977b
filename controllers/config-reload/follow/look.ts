import type { Client } from '../../../kube/client/client.ts';
import type { Policy, ReloadStrategy } from '../decide/policy.ts';
import { decide, type Plan } from '../decide/decide.ts';
import type { DigestKey } from '../decide/entry.ts';
import type { FollowedSources } from './followed-sources.ts';
import type { FollowedWorkloads } from './followed-workloads.ts';
import type { RememberedRecords } from './remembered-records.ts';
import type { TemplateMoments } from './template-moments.ts';
import type { WorkloadKey } from '../seen/reload-key.ts';
import type { ReloadMetrics } from '../tell/metrics.ts';
import type { WatchedNamespaces } from './watched-namespaces.ts';
import { asksFor, type Interest, type Workload, type WorkloadKind } from '../seen/workload.ts';

export interface LookOptions {
  readonly watched: WatchedNamespaces;
  readonly workloads: FollowedWorkloads;
  readonly sources: FollowedSources;
  readonly moments: TemplateMoments;
  readonly records: RememberedRecords;
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
  /** The record that it was compared with. */
  readonly before?: string;
}

/** Undefined where there is no such workload. */
export type Look = (key: WorkloadKey, client: Client) => Promise<WorkloadPlan | undefined>;

export const createLook =
  ({ watched, workloads, sources, moments, records, policy, strategy, digestKey, metrics, wall }: LookOptions): Look =>
  async ({ kind, storeKey }, client) => {
    const kept = workloads.replacement(kind, storeKey);
    if (kept !== undefined) return { kind, workload: kept, plan: { do: 'go-on', present: workloads.get(kind, storeKey) } };
    const workload = workloads.get(kind, storeKey);
    if (workload === undefined) return undefined;
    const namespace = workload.metadata?.namespace ?? '';
    const record = records.of(workload);
    metrics.scanned(kind);
    const templateMoment = moments.of(workload);
    const plan = decide(
      {
        kind,
        workload,
        record,
        templateMoment,
        ...(watched.includes(namespace) ? { sources: sources.in(namespace) } : {}),
        ...(usesSecrets(workload.interest, policy) ? { digestKey: await digestKey(client) } : {}),
      },
      policy,
      strategy,
      wall(),
    );
    // Whoever rolls gives the pods what is there now.
    const isNotedAlone = plan.do === 'record' || (plan.do === 'roll' && plan.change === undefined);
    if (templateMoment === undefined || !isNotedAlone) return { kind, workload, plan, before: record };
    const ids = Object.keys(plan.record.sources);
    const known = await Promise.all(ids.map((id) => sources.isKnownUpTo(templateMoment.version, { own: namespace, id }, client)));
    return { kind, workload, plan: known.every(Boolean) ? plan : UNTIL_KNOWN, before: record };
  };

/**
 * What the pods were made with is about to be heard of: each collection comes by a watch of its own, and that of the sources is late. What
 * it tells wakes the workload, unless nobody could see the change.
 */
const UNTIL_KNOWN: Plan = { do: 'nothing', afterMs: 5_000 };

const usesSecrets = (interest: Interest | undefined, { types }: Policy): boolean =>
  types.includes('Secret') && interest !== undefined && asksFor(interest, 'Secret');
