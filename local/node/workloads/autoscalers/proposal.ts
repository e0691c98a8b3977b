import { formatQuantity } from '../../../../ground/text/quantity.ts';
import type { Pod } from '../../../../kube/objects/built-in.ts';
import type {
  AutoscalingV2HorizontalPodAutoscalerBehavior as Behavior,
  AutoscalingV2MetricSpec as MetricSpec,
  AutoscalingV2MetricStatus as MetricStatus,
  AutoscalingV2MetricTarget as MetricTarget,
  AutoscalingV2MetricValueStatus as MetricValue,
} from '../../../../kube/objects/kinds/autoscaling-v2.ts';
import { countPods } from './counted-pods.ts';
import { milliOf, usesOf, type PodMetrics } from './pod-metrics.ts';
import { replicasFor, type Replicas, type Target, type Tolerances } from './replicas-for.ts';
import { requestsOf } from './requests.ts';

/** What is known of a workload whose replicas are worked out. */
export interface Measured {
  readonly replicas: number;
  readonly pods: readonly Pod[];
  /** Or why there are none. */
  readonly metrics: readonly PodMetrics[] | { readonly problem: string };
}

/** What one metric asks for; or why it does not say anything, in short for a condition and whole for the sum of it. */
export type Proposal =
  | { readonly ok: true; readonly replicas: number; readonly metric: string; readonly status: MetricStatus }
  | { readonly ok: false; readonly reason: string; readonly problem: string; readonly told: string };

/** What stands in the way of an answer, in the words of Kubernetes. */
class NoAnswer extends Error {}

export function propose(spec: MetricSpec, measured: Measured, behavior: Behavior | undefined, now: number): Proposal {
  const { type, resource, containerResource } = spec;
  if (type === 'Resource' && resource)
    return attempt(
      `FailedGetResourceMetric`,
      (problem) => `failed to get ${resource.name} resource metric value: ${problem}`,
      () => {
        const { replicas, current, metric } = byUse({ ...resource, as: 'resource' }, measured, behavior, now);
        return { ok: true, replicas, metric, status: { type, resource: { name: resource.name, current } } };
      },
    );
  if (type === 'ContainerResource' && containerResource)
    return attempt(
      'FailedGetContainerResourceMetric',
      (problem) => `failed to get ${containerResource.container} container metric value: ${problem}`,
      () => {
        const { name, container } = containerResource;
        const { replicas, current, metric } = byUse({ ...containerResource, as: 'container resource' }, measured, behavior, now);
        return { ok: true, replicas, metric, status: { type, containerResource: { name, container, current } } };
      },
    );
  return unmeasured(spec);
}

function attempt(reason: string, told: (problem: string) => string, work: () => Proposal): Proposal {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    return { ok: false, reason, problem: error.message, told: told(error.message) };
  }
}

interface UseTarget {
  readonly name: string;
  readonly container?: string;
  readonly target: MetricTarget;
  readonly as: string;
}

function byUse(
  { name, container, target, as }: UseTarget,
  { replicas, pods, metrics }: Measured,
  behavior: Behavior | undefined,
  now: number,
): Replicas<MetricValue> & { readonly metric: string } {
  const asValue = target.averageValue !== undefined;
  const failed = (problem: string) => new NoAnswer(`failed to get ${name} ${asValue ? 'usage' : 'utilization'}: ${problem}`);
  if ('problem' in metrics) throw failed(`unable to get metrics for resource ${name}: ${metrics.problem}`);
  if (pods.length === 0) throw failed('no pods returned by selector while calculating replica count');
  const counted = countPods(pods, usesOf(metrics, name, container), name, now);
  if (counted.ready.size === 0) throw failed('did not receive metrics for targeted pods (pods might be unready)');
  const tolerances = tolerancesOf(behavior);
  if (asValue)
    return {
      ...replicasFor(counted, replicas, toValue(name, milliOf(target.averageValue ?? '') ?? 0), tolerances),
      metric: `${name} resource`,
    };
  const requests = requestsOf(pods, name, container);
  if (!requests.ok) throw failed(requests.problem);
  if (![...counted.ready.keys()].some((pod) => (requests.milli.get(pod) ?? 0) > 0)) throw failed('no metrics returned matched known pods');
  const goal = toUtilization(name, target.averageUtilization ?? 0, requests.milli);
  return {
    ...replicasFor(counted, replicas, goal, tolerances),
    metric: `${name} ${as} utilization (percentage of request)`,
  };
}

const sum = (amounts: Iterable<number>): number => [...amounts].reduce((total, amount) => total + amount, 0);
const whole = (divided: number): number => Math.trunc(divided);

const quantityOf = (resource: string, milli: number): string =>
  formatQuantity({ nano: BigInt(milli) * 1_000_000n, format: resource === 'memory' ? 'binary' : 'decimal' });

const toValue = (resource: string, wanted: number): Target<MetricValue> => ({
  ratio(uses) {
    const average = whole(sum(uses.values()) / uses.size);
    return { ratio: average / wanted, current: { averageValue: quantityOf(resource, average) } };
  },
  assumed: () => wanted,
});

const toUtilization = (resource: string, wanted: number, requests: ReadonlyMap<string, number>): Target<MetricValue> => ({
  ratio(uses) {
    const total = sum(uses.values());
    const percent = whole((total * 100) / sum([...uses.keys()].map((pod) => requests.get(pod) ?? 0)));
    return {
      ratio: percent / wanted,
      current: { averageUtilization: percent, averageValue: quantityOf(resource, whole(total / uses.size)) },
    };
  },
  assumed: (pod) => whole(((requests.get(pod) ?? 0) * Math.max(100, wanted)) / 100),
});

const toleranceOf = (text: string | undefined): number => (text === undefined ? 0.1 : (milliOf(text) ?? 100) / 1_000);

const tolerancesOf = (behavior: Behavior | undefined): Tolerances => ({
  up: toleranceOf(behavior?.scaleUp?.tolerance),
  down: toleranceOf(behavior?.scaleDown?.tolerance),
});

/** Metrics that only an adapter of some monitoring would have: in the words in which a cluster without one says so. */
function unmeasured({ type, pods, object, external }: MetricSpec): Proposal {
  const no = (kind: string, problem: string, told: string): Proposal => ({ ok: false, reason: `FailedGet${kind}Metric`, problem, told });
  if (pods) {
    const problem = `unable to get metric ${pods.metric.name}: ${NO_ADAPTER}`;
    return no('Pods', problem, `failed to get pods metric value: ${problem}`);
  }
  if (object) {
    const problem = `unable to get metric ${object.metric.name}: ${NO_ADAPTER}`;
    return no('Object', problem, `failed to get object metric value: ${problem}`);
  }
  if (external) {
    const problem = `unable to get external metric ${external.metric.name}: ${NO_ADAPTER}`;
    return no('External', problem, `failed to get ${external.metric.name} external metric value: ${problem}`);
  }
  const problem = `unknown metric source type ${JSON.stringify(type)}`;
  return { ok: false, reason: 'InvalidMetricSourceType', problem, told: problem };
}

const NO_ADAPTER = 'no known available metric versions found';
