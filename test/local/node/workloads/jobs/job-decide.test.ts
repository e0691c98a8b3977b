import { describe, expect, it } from '@jest/globals';
import type { Pod } from '../../../../../kube/objects/built-in.ts';
import { decideJob } from '../../../../../local/node/workloads/jobs/job-decide.ts';
import { at, counted, jobOf, NOON, podOf, said, status, steps, TRACKED } from './job-at-noon.ts';

describe('a Job', () => {
  it('begins with a pod, which is tracked', () => {
    expect(decideJob(jobOf(), [], NOON).steps[0]).toEqual({
      do: 'create',
      pod: {
        metadata: {
          generateName: 'j-',
          namespace: 'x',
          labels: { a: 'b' },
          finalizers: [TRACKED],
          ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name: 'j', uid: 'job', controller: true, blockOwnerDeletion: true }],
        },
        spec: { restartPolicy: 'Never', containers: [{ name: 'c' }] },
      },
    });
    expect(status(jobOf())).toMatchObject({ active: 1, ready: 0, terminating: 0 });
  });

  it.each([
    ['as many at once as it may', { completions: 5, parallelism: 3 }, 3],
    ['no more than there is left to do', { completions: 2, parallelism: 3 }, 2],
    ['as many as it may, where it does not say how many are needed', { completions: undefined, parallelism: 3 }, 3],
  ])('has %s', (_, spec, expected) => expect(steps(jobOf(spec)).filter((step) => step.startsWith('create'))).toHaveLength(expected));

  it('names a pod that ended before it lets go of it, and counts it after that', () => {
    const job = jobOf({ completions: 2 });
    const ended = podOf('p', 'Succeeded');
    expect(steps(job, ended)).toEqual(['create j-', 'status', 'release p']);
    const named = status(job, ended);
    expect(named).toMatchObject({ succeeded: undefined, uncountedTerminatedPods: { succeeded: ['p'] } });
    expect(status(jobOf({ completions: 2 }, named), podOf('p', 'Succeeded', counted))).toMatchObject({
      succeeded: 1,
      uncountedTerminatedPods: {},
    });
  });

  it('counts a pod that was deleted since it was named', () =>
    expect(status(jobOf({}, { uncountedTerminatedPods: { succeeded: ['p'] } }))).toMatchObject({
      succeeded: 1,
      uncountedTerminatedPods: {},
    }));

  it('is complete when its pods have succeeded and are counted', () => {
    const named = status(jobOf(), podOf('p', 'Succeeded'));
    expect(named?.conditions?.map(({ type }) => type)).toEqual(['SuccessCriteriaMet']);
    const last = status(jobOf({}, named), podOf('p', 'Succeeded', counted));
    expect(last).toMatchObject({ succeeded: 1, completionTime: at(0) });
    expect(last?.conditions?.map(({ type, message }) => [type, message])).toEqual([
      ['SuccessCriteriaMet', 'Reached expected number of succeeded pods'],
      ['Complete', 'Reached expected number of succeeded pods'],
    ]);
  });

  it('waits after a failure, the longer the more there were', () => {
    const failed = (uid: string, secondsAgo: number) => podOf(uid, 'Failed', { ...counted, creationTimestamp: at(secondsAgo) });
    expect(decideJob(jobOf({}, { failed: 1 }), [failed('a', 4)], NOON)).toMatchObject({ againMs: 6_000 });
    expect(decideJob(jobOf({}, { failed: 2 }), [failed('a', 30), failed('b', 4)], NOON)).toMatchObject({ againMs: 16_000 });
    expect(steps(jobOf({}, { failed: 1 }), failed('a', 11))).toContain('create j-');
  });

  it('fails when more of its pods have failed than it bears, and ends those that run', () => {
    const job = jobOf({ backoffLimit: 0, parallelism: 2, completions: 2 });
    const [lost, left] = [podOf('lost', 'Failed'), podOf('left', 'Running')];
    expect(steps(job, lost, left)).toEqual(['delete left', 'status', 'release lost']);
    expect(said(job, lost, left)).toEqual(['FailureTarget: BackoffLimitExceeded']);
    const waits = status(job, lost, left);
    expect(waits).toMatchObject({ active: undefined, terminating: 1 });
    const next = jobOf({ backoffLimit: 0 }, { ...waits, failed: 2, uncountedTerminatedPods: {} });
    expect(said(next)).toEqual(['FailureTarget: BackoffLimitExceeded', 'Failed: BackoffLimitExceeded']);
  });

  it('counts the restarts of containers that are started again in their pod', () => {
    const template = { spec: { restartPolicy: 'OnFailure', containers: [{ name: 'c' }] } };
    const restarted: Pod = {
      ...podOf('p', 'Running'),
      status: { phase: 'Running', containerStatuses: [{ name: 'c', image: '', imageID: '', ready: false, restartCount: 2 }] },
    };
    expect(said(jobOf({ backoffLimit: 2, template }), restarted)).toEqual(['FailureTarget: BackoffLimitExceeded']);
    expect(said(jobOf({ backoffLimit: 3, template }), restarted)).toBeUndefined();
  });

  it('fails when it has taken too long, and comes back for that', () => {
    expect(decideJob(jobOf({ activeDeadlineSeconds: 70 }), [podOf('p', 'Running')], NOON).againMs).toBe(10_000);
    expect(said(jobOf({ activeDeadlineSeconds: 60 }), podOf('p', 'Running'))).toEqual(['FailureTarget: DeadlineExceeded']);
  });

  it('has no pods while it is suspended, counts none of those as failed, and begins anew', () => {
    const suspended = jobOf({ suspend: true }, { startTime: at(60) });
    expect(decideJob(suspended, [podOf('p', 'Running')], NOON).steps).toMatchObject([{ do: 'delete', isCounted: false }, { do: 'status' }]);
    const then = status(suspended);
    expect(then).toMatchObject({ startTime: undefined, conditions: [{ type: 'Suspended', status: 'True' }] });
    expect(status(jobOf({}, { ...then }))).toMatchObject({
      startTime: at(0),
      conditions: [{ type: 'Suspended', status: 'False', reason: 'JobResumed' }],
    });
  });

  it('gives each of its pods an index, and an index that failed to another', () => {
    const indexed = jobOf({ completions: 3, parallelism: 3, completionMode: 'Indexed' });
    const one = (index: string, phase: string) =>
      podOf(index, phase, { annotations: { 'batch.kubernetes.io/job-completion-index': index }, creationTimestamp: at(3_600) });
    const plan = decideJob(indexed, [one('0', 'Succeeded'), one('1', 'Failed'), one('2', 'Running')], NOON);
    expect(plan.steps[0]).toMatchObject({
      do: 'create',
      pod: {
        metadata: { generateName: 'j-1-', labels: { 'batch.kubernetes.io/job-completion-index': '1' } },
        spec: { hostname: 'j-1', containers: [{ env: [{ name: 'JOB_COMPLETION_INDEX' }] }] },
      },
    });
    expect(status(indexed, one('0', 'Succeeded'), one('2', 'Succeeded'))).toMatchObject({ completedIndexes: '0,2', succeeded: 2 });
  });

  it('goes by itself when it has been kept for long enough', () => {
    const ended = { conditions: [{ type: 'Complete', status: 'True', lastTransitionTime: at(10) }] };
    expect(decideJob(jobOf({ ttlSecondsAfterFinished: 15 }, ended), [], NOON)).toEqual({ steps: [], againMs: 5_000 });
    expect(steps(jobOf({ ttlSecondsAfterFinished: 10 }, ended))).toEqual(['expire']);
    expect(decideJob(jobOf({}, ended), [], NOON)).toEqual({ steps: [] });
  });

  it('is left alone where another controller manages it', () => {
    expect(steps(jobOf({ managedBy: 'kueue.x-k8s.io/multikueue' }))).toEqual([]);
    expect(steps(jobOf({ managedBy: 'kubernetes.io/job-controller' }))).toContain('create j-');
  });

  it('lets go of its pods when it is deleted', () =>
    expect(steps(jobOf({}, {}, { deletionTimestamp: at(1) }), podOf('p', 'Running'))).toEqual(['release p']));
});
