import { timestamp } from '../../../../ground/time/rfc3339.ts';
import type { AutoscalingV2HorizontalPodAutoscalerCondition as Condition } from '../../../../kube/objects/kinds/autoscaling-v2.ts';

type ConditionType = 'AbleToScale' | 'ScalingActive' | 'ScalingLimited';

/** What an autoscaler says of itself, each with the time since when it has been so. */
export type ScalingConditions = readonly Condition[];

export function said(
  conditions: ScalingConditions,
  now: number,
  type: ConditionType,
  is: boolean,
  { reason, message }: { readonly reason: string; readonly message: string },
): ScalingConditions {
  const status = is ? 'True' : 'False';
  const before = conditions.find((condition) => condition.type === type);
  const since = before?.status === status ? before.lastTransitionTime : timestamp(now);
  const next = { type, status, reason, message, ...(since === undefined ? {} : { lastTransitionTime: since }) };
  return before === undefined ? [...conditions, next] : conditions.map((condition) => (condition === before ? next : condition));
}
