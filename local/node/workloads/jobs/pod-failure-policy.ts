import type { Job, Pod } from '../../../../kube/objects/built-in.ts';

type Rule = NonNullable<NonNullable<Job['spec']>['podFailurePolicy']>['rules'][number];

/** What a Job's policy makes of a pod that failed. */
export interface FailureVerdict {
  /** Of the first rule that applies. */
  readonly action?: 'Ignore' | 'FailIndex' | 'Count' | 'FailJob';
  readonly isCounted: boolean;
  /** Of a rule that fails the Job: why, in the words of Kubernetes' own controller. */
  readonly message?: string;
}

/** Without a rule that applies a failure counts, as it does without a policy. */
export function verdictOn(pod: Pod, { spec }: Job): FailureVerdict {
  for (const [index, rule] of (spec?.podFailurePolicy?.rules ?? []).entries()) {
    const why = reasonOf(rule, pod);
    if (why === undefined) continue;
    const message = `${why} matching ${rule.action} rule at index ${index}`;
    switch (rule.action) {
      case 'Ignore':
        return { action: rule.action, isCounted: false };
      case 'FailIndex':
      case 'Count':
        return { action: rule.action, isCounted: true };
      case 'FailJob':
        return { action: rule.action, isCounted: true, message };
    }
  }
  return { isCounted: true };
}

function reasonOf({ onExitCodes, onPodConditions }: Rule, { metadata, status }: Pod): string | undefined {
  const name = `${metadata?.namespace ?? ''}/${metadata?.name ?? ''}`;
  if (onExitCodes) {
    const { containerName, operator, values } = onExitCodes;
    const failed = [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])].find((container) => {
      const code = container.state?.terminated?.exitCode ?? 0;
      return code !== 0 && (containerName ?? container.name) === container.name && values.includes(code) === (operator === 'In');
    });
    return failed && `Container ${failed.name} for pod ${name} failed with exit code ${failed.state?.terminated?.exitCode ?? 0}`;
  }
  const condition = status?.conditions?.find((each) =>
    onPodConditions?.some((pattern) => pattern.type === each.type && (pattern.status ?? 'True') === each.status),
  );
  return condition && `Pod ${name} has condition ${condition.type}`;
}

/** Why the Job is to fail at once, if one of its pods says so. */
export const failJobMessage = (failed: readonly Pod[], job: Job): string | undefined =>
  failed.map((pod) => verdictOn(pod, job).message).find((message) => message !== undefined);
