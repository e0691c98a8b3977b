import type { Job, Pod } from '../../../../kube/objects/built-in.ts';
import { ownerReference } from '../../owner-reference.ts';
import { hasEnded } from '../../../../kube/objects/has-ended.ts';

/** A pod with it has not been counted yet. */
export const TRACKED = 'batch.kubernetes.io/job-tracking';
const INDEX = 'batch.kubernetes.io/job-completion-index';

export const isTracked = ({ metadata }: Pod): boolean => metadata?.finalizers?.includes(TRACKED) ?? false;
export const hasSucceeded = ({ status }: Pod): boolean => status?.phase === 'Succeeded';
const isGoing = ({ metadata }: Pod): boolean => metadata?.deletionTimestamp !== undefined;

/** It works, or will. */
export const isActive = (pod: Pod): boolean => !hasEnded(pod) && !isGoing(pod);
/** It is on its way out, and has not ended. */
export const isTerminating = (pod: Pod): boolean => !hasEnded(pod) && isGoing(pod);

/** One that is deleted counts as failed at once, unless the Job waits for its end before it has another. */
export const hasFailed = (pod: Pod, { spec }: Job): boolean =>
  pod.status?.phase === 'Failed' || (isTerminating(pod) && spec?.podReplacementPolicy !== 'Failed');

export const isIndexed = ({ spec }: Job): boolean => spec?.completionMode === 'Indexed';
export const indexOf = ({ metadata }: Pod): number => Number(metadata?.annotations?.[INDEX] ?? Number.NaN);

/** When its last container ended, in ms since 1970. */
export const endedAt = ({ status, metadata }: Pod): number =>
  Math.max(
    ...(status?.containerStatuses ?? []).map(({ state }) => Date.parse(state?.terminated?.finishedAt ?? '')).filter(Number.isFinite),
    Date.parse(metadata?.deletionTimestamp ?? metadata?.creationTimestamp ?? '') || 0,
  );

/** A new one, of an index where the Job has indexes, with what a pod of that index is told. */
export function jobPod(job: Job, index: number | undefined, told: Readonly<Record<string, string>> = {}): Pod {
  const { metadata, spec } = job.spec?.template ?? {};
  const name = job.metadata?.name ?? '';
  const plain: Pod = {
    metadata: {
      ...metadata,
      generateName: `${name}-`,
      namespace: job.metadata?.namespace ?? '',
      finalizers: [...(metadata?.finalizers ?? []), TRACKED],
      ownerReferences: [ownerReference({ apiVersion: 'batch/v1', kind: 'Job', object: job })],
    },
    ...(spec === undefined ? {} : { spec }),
  };
  if (index === undefined || spec === undefined) return plain;
  const mark = { [INDEX]: String(index) };
  const variable = { name: 'JOB_COMPLETION_INDEX', valueFrom: { fieldRef: { fieldPath: `metadata.labels['${INDEX}']` } } };
  const withIndex = (containers: typeof spec.containers) =>
    containers.map((container) =>
      container.env?.some((each) => each.name === variable.name) ? container : { ...container, env: [...(container.env ?? []), variable] },
    );
  return {
    metadata: {
      ...plain.metadata,
      generateName: `${name}-${index}-`,
      annotations: { ...metadata?.annotations, ...mark, ...told },
      labels: { ...metadata?.labels, ...mark },
    },
    spec: {
      ...spec,
      hostname: `${name}-${index}`,
      containers: withIndex(spec.containers),
      ...(spec.initContainers === undefined ? {} : { initContainers: withIndex(spec.initContainers) }),
    },
  };
}
