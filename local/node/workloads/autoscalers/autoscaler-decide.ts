import type { HorizontalPodAutoscaler, Pod } from '../../../../kube/objects/built-in.ts';
import type { AutoscalingV2MetricStatus as MetricStatus } from '../../../../kube/objects/kinds/autoscaling-v2.ts';
import type { PodEvent } from '../../pods/pod-event.ts';
import { said, type ScalingConditions } from './conditions.ts';
import { pace, type PaceMemory } from './pace.ts';
import type { PodMetrics } from './pod-metrics.ts';
import { propose, type Proposal } from './proposal.ts';

export interface AutoscalerWorld {
  readonly autoscaler: HorizontalPodAutoscaler;
  readonly replicas: number;
  /** Of its target's pods, as the subresource scale tells it; empty where there is none. */
  readonly selector: string;
  readonly pods: readonly Pod[];
  readonly metrics: readonly PodMetrics[] | { readonly problem: string };
  /** Autoscalers of the same pods, this one among them: `{name namespace}`. */
  readonly rivals: readonly string[];
  readonly memory: PaceMemory;
}

export interface AutoscalerPlan {
  /** Absent: it stays as it is. */
  readonly rescale?: { readonly to: number; readonly why: string };
  /** Before anything is changed. */
  readonly conditions: ScalingConditions;
  /** What it wants now; undefined where it cannot say, and what was said before stays. */
  readonly desired: number | undefined;
  readonly metrics: readonly MetricStatus[];
  readonly wanted: PaceMemory['wanted'];
  readonly events: readonly PodEvent[];
}

const warn = (reason: string, message: string): PodEvent => ({ type: 'Warning', reason, message });

/** Brings the number of replicas to where use is what it should be; between its bounds in any case. */
export function decideAutoscaler(world: AutoscalerWorld, now: number): AutoscalerPlan {
  const { autoscaler, replicas, memory } = world;
  const { minReplicas: least = 1, maxReplicas: most } = autoscaler.spec;
  const conditions = said(autoscaler.status?.conditions ?? [], now, 'AbleToScale', true, {
    reason: 'SucceededGetScale',
    message: "the HPA controller was able to get the target's current scale",
  });
  const still = { conditions, metrics: [], wanted: memory.wanted, events: [] };
  if (replicas === 0) {
    const disabled = { reason: 'ScalingDisabled', message: 'scaling is disabled since the replica count of the target is zero' };
    return { ...still, desired: 0, conditions: said(conditions, now, 'ScalingActive', false, disabled) };
  }
  if (replicas > most) return { ...still, desired: most, rescale: { to: most, why: 'Current number of replicas above Spec.MaxReplicas' } };
  if (replicas < least)
    return { ...still, desired: least, rescale: { to: least, why: 'Current number of replicas below Spec.MinReplicas' } };
  return byMetrics(world, conditions, now);
}

/** Pods that cannot be told apart from those of another autoscaler are nobody's to count. */
function selectorProblem({ selector, rivals }: AutoscalerWorld): (PodEvent & { readonly told: string }) | undefined {
  if (selector === '') return { ...warn('SelectorRequired', 'selector is required'), told: "the HPA target's scale is missing a selector" };
  if (rivals.length < 2) return undefined;
  const message = `pods by selector ${selector} are controlled by multiple HPAs: [${rivals.join(' ')}]`;
  return { ...warn('AmbiguousSelector', message), told: message };
}

function byMetrics(world: AutoscalerWorld, known: ScalingConditions, now: number): AutoscalerPlan {
  const { autoscaler, replicas, memory } = world;
  const { behavior, metrics: specs = [], minReplicas: least = 1, maxReplicas: most } = autoscaler.spec;
  const still = { desired: undefined, wanted: memory.wanted };
  const unselected = selectorProblem(world);
  if (unselected) {
    const { told, ...event } = unselected;
    const reason = event.reason === 'SelectorRequired' ? 'InvalidSelector' : event.reason;
    return {
      ...still,
      conditions: said(known, now, 'ScalingActive', false, { reason, message: told }),
      metrics: specs.map(() => UNKNOWN),
      events: [event, warn('FailedComputeMetricsReplicas', event.message)],
    };
  }
  const proposals = specs.map((spec) => propose(spec, world, behavior, now));
  const statuses = proposals.map((proposal) => (proposal.ok ? proposal.status : UNKNOWN));
  const failures = proposals.filter((proposal) => !proposal.ok);
  const chosen = proposals
    .filter((proposal) => proposal.ok)
    .reduce<Answer | undefined>((best, each) => (best && best.replicas >= each.replicas ? best : each), undefined);
  const events = failures.map(({ reason, problem }) => warn(reason, problem));
  const [first] = failures;
  if (chosen === undefined || (first && chosen.replicas < replicas)) {
    const summed = `invalid metrics (${failures.length} invalid out of ${specs.length}), first error is: ${first?.told ?? ''}`;
    const message = `the HPA was unable to compute the replica count: ${first?.problem ?? ''}`;
    return {
      ...still,
      conditions: said(known, now, 'ScalingActive', false, { reason: first?.reason ?? '', message }),
      metrics: statuses,
      events: [...events, warn('FailedComputeMetricsReplicas', summed)],
    };
  }
  const paced = pace({ behavior, least, most, current: replicas, desired: chosen.replicas }, memory, now);
  const active = {
    reason: 'ValidMetricFound',
    message: `the HPA was able to successfully calculate a replica count from ${chosen.metric}`,
  };
  const conditions = said(
    said(said(known, now, 'ScalingActive', true, active), now, 'AbleToScale', true, paced.able),
    now,
    'ScalingLimited',
    paced.limited.is,
    paced.limited,
  );
  const to = paced.replicas;
  const why = chosen.replicas > replicas ? `${chosen.metric} above target` : chosen.replicas < replicas ? 'All metrics below target' : '';
  return { conditions, desired: to, metrics: statuses, wanted: paced.wanted, events, ...(to === replicas ? {} : { rescale: { to, why } }) };
}

type Answer = Extract<Proposal, { readonly ok: true }>;

/** What stands for a metric that could not be had. */
const UNKNOWN: MetricStatus = { type: '' };
