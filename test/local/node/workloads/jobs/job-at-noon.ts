import type { Job, Pod } from '../../../../../kube/objects/built-in.ts';
import { decideJob } from '../../../../../local/node/workloads/jobs/job-decide.ts';

export const NOON = Date.parse('2030-01-01T12:00:00Z');
export const at = (secondsAgo: number) => new Date(NOON - secondsAgo * 1_000).toISOString().replace('.000', '');
export const TRACKED = 'batch.kubernetes.io/job-tracking';

export const jobOf = (spec: object = {}, status: object = {}, metadata: object = {}): Job => ({
  metadata: { name: 'j', namespace: 'x', uid: 'job', ...metadata },
  spec: {
    backoffLimit: 6,
    completions: 1,
    parallelism: 1,
    template: { metadata: { labels: { a: 'b' } }, spec: { restartPolicy: 'Never', containers: [{ name: 'c' }] } },
    ...spec,
  },
  status: { startTime: at(60), uncountedTerminatedPods: {}, ...status },
});
export const podOf = (uid: string, phase: string, unlike: object = {}): Pod => ({
  metadata: { name: uid, uid, finalizers: [TRACKED], creationTimestamp: at(50), ...unlike },
  status: { phase },
});
export const counted = { finalizers: [] };

/** What it does next. */
export const steps = (job: Job, ...pods: readonly Pod[]) =>
  decideJob(job, pods, NOON).steps.map((step) =>
    step.do === 'create' || step.do === 'release' || step.do === 'delete'
      ? `${step.do} ${step.pod.metadata?.name ?? step.pod.metadata?.generateName ?? ''}`
      : step.do,
  );
/** What its status becomes; undefined where that stays as it is. */
export const status = (job: Job, ...pods: readonly Pod[]) => {
  const found = decideJob(job, pods, NOON).steps.find((step) => step.do === 'status');
  return found?.do === 'status' ? found.status : undefined;
};
/** The conditions of that status, with their reasons. */
export const said = (job: Job, ...pods: readonly Pod[]) =>
  status(job, ...pods)?.conditions?.map(({ type, reason }) => `${type}: ${reason ?? ''}`);
