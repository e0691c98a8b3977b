import { ApiError } from '../../kube/api-error.ts';
import type { Client } from '../../kube/client.ts';
import { metadataOf, nameOf } from '../../kube/resource.ts';
import { timestamp } from '../../kube/timestamp.ts';
import type { Parts, Reconcile } from '../runtime/definition.ts';
import type { Outcome } from '../runtime/outcome.ts';
import { APPLIED } from './annotation-keys.ts';
import type { DigestKey, Policy } from './compare.ts';
import type { Debounce } from './debounce.ts';
import { decide, wanted, type Plan } from './decide.ts';
import type { FollowedSources } from './followed-sources.ts';
import type { FollowedWorkloads } from './followed-workloads.ts';
import { FIELD_MANAGER, kindAndKey, KINDS, namespaceAndSource } from './kinds.ts';
import type { ReloadMetrics } from './metrics.ts';
import { periodOf } from './pause.ts';
import { renderRecord } from './record.ts';
import type { Scope } from './scope.ts';
import { goOn } from './replace-job.ts';
import type { Target } from './replace-pods.ts';
import { reporting } from './report.ts';
import { roll } from './roll.ts';
import type { Strategy } from './template-change.ts';
import { asksFor, type Interest, type Workload, type WorkloadKind } from './workload.ts';

export interface ReconcileOptions {
  readonly parts: Parts;
  readonly scope: Scope;
  readonly workloads: FollowedWorkloads;
  readonly sources: FollowedSources;
  readonly metrics: ReloadMetrics;
  readonly pausedAt: string;
  readonly policy: Policy;
  readonly strategy: Strategy;
  readonly debounce: Debounce;
  readonly digestKey: (client: Client) => Promise<DigestKey>;
  readonly replacePods: (target: Target, client: Client) => Promise<Outcome>;
}

/** A key is a workload, or a source whose pods are replaced: what fails for one is tried again for it alone. */
export function reconcileWorkloads(options: ReconcileOptions): Reconcile {
  const { parts, scope, workloads, sources, policy, strategy, debounce, digestKey } = options;
  return async (key, { client }) => {
    const own = namespaceAndSource(key);
    if (own !== undefined) {
      const source = scope.includes(own.namespace) ? sources.in(own.namespace).get(own.id) : undefined;
      return source?.podSelector === undefined || source.ignored ? 'on-change' : options.replacePods({ ...own, key, source, selector: source.podSelector }, client);
    }
    const { kind, storeKey } = kindAndKey(key);
    const workload = workloads.get(kind, storeKey);
    const replacement = workloads.replacement(kind, storeKey);
    if (replacement !== undefined) return goOn(client, replacement, workload);
    const namespace = workload?.metadata?.namespace ?? '';
    const plan: Plan = workload === undefined
      ? { do: 'nothing' }
      : decide({
          kind, workload,
          ...(scope.includes(namespace) ? { sources: sources.in(namespace) } : {}),
          ...(usesSecrets(workload.interest, policy) ? { digestKey: await digestKey(client) } : {}),
        }, policy, strategy, parts.wall());
    if (workload === undefined || plan.do === 'nothing') {
      debounce.forget(key);
      return plan.do === 'nothing' && plan.afterMs !== undefined ? { afterMs: plan.afterMs } : 'on-change';
    }
    const waitMs = plan.do === 'resume' ? 0 : debounce.waitMs(key, wanted(plan));
    if (waitMs > 0) return { afterMs: waitMs };
    const outcome = await perform(options, { kind, workload, plan, client });
    debounce.forget(key);
    return outcome;
  };
}

const usesSecrets = (interest: Interest | undefined, { types }: Policy): boolean =>
  types.includes('Secret') && interest !== undefined && asksFor(interest, 'Secret');

interface Work {
  readonly kind: WorkloadKind;
  readonly workload: Workload;
  readonly plan: Exclude<Plan, { do: 'nothing' }>;
  readonly client: Client;
}

async function perform(options: ReconcileOptions, { kind, workload, plan, client }: Work): Promise<Outcome> {
  const { parts, pausedAt } = options;
  const name = nameOf(workload);
  const { uid, resourceVersion } = workload.metadata ?? {};
  switch (plan.do) {
    case 'resume':
      await client.patch(KINDS[kind], name, { merge: { metadata: { uid, resourceVersion, annotations: { [pausedAt]: null } }, spec: { paused: false } } }, { fieldManager: FIELD_MANAGER });
      parts.log.info({ workload: `${kind} ${name.namespace}/${name.name}` }, 'resumed');
      return 'on-change';
    case 'record':
      await client.patch(metadataOf(KINDS[kind]), name, { merge: { metadata: { uid, resourceVersion, annotations: { [APPLIED]: renderRecord(plan.record) } } } }, { fieldManager: FIELD_MANAGER });
      return 'on-change';
    case 'roll': return rollAndReport(options, { kind, workload, plan, client });
  }
}

async function rollAndReport(options: ReconcileOptions, { kind, workload, plan, client }: Work & { readonly plan: Extract<Plan, { do: 'roll' }> }): Promise<Outcome> {
  const { parts, metrics, pausedAt } = options;
  const report = reporting(parts, { kind, workload, changes: plan.changes });
  const began = parts.clock.now();
  metrics.matched(kind);
  report.warnings();
  try {
    await roll(client, { kind, workload, plan, pausedAt, time: timestamp(parts.wall()) });
  } catch (error) {
    // Another writer was there between the look at the cache and the write: the next look settles it.
    if (ApiError.is(error, 'conflict', 'not-found')) throw error;
    metrics.acted(kind, workload.metadata?.namespace ?? '', false, parts.clock.now() - began);
    report.failed(error);
    throw error;
  }
  if (plan.change === undefined) metrics.skipped('strategy_not_updated');
  else {
    metrics.acted(kind, workload.metadata?.namespace ?? '', true, parts.clock.now() - began);
    report.done();
  }
  return plan.pause === 'begin' ? { afterMs: periodOf(workload.interest?.pause.period) ?? 0 } : 'on-change';
}
