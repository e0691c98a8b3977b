import { describe, expect, it } from '@jest/globals';
import type { Pod } from '../../../../../kube/objects/built-in.ts';
import { decideJob } from '../../../../../local/node/workloads/jobs/job-decide.ts';
import { at, counted, jobOf, NOON, podOf, said, status, steps } from './job-at-noon.ts';

const INDEX = 'batch.kubernetes.io/job-completion-index';
const FAILURES = 'batch.kubernetes.io/job-index-failure-count';
const IGNORED = 'batch.kubernetes.io/job-index-ignored-failure-count';

/** One that failed a while ago, with an exit code. */
const failedWith = (uid: string, exitCode: number, unlike: object = {}): Pod => ({
  ...podOf(uid, 'Failed', unlike),
  metadata: { ...podOf(uid, 'Failed', unlike).metadata, namespace: 'x' },
  status: {
    phase: 'Failed',
    containerStatuses: [
      { name: 'c', image: '', imageID: '', ready: false, restartCount: 0, state: { terminated: { exitCode, finishedAt: at(30) } } },
    ],
  },
});
const evicted = (uid: string): Pod => ({
  ...podOf(uid, 'Failed'),
  metadata: { ...podOf(uid, 'Failed').metadata, namespace: 'x' },
  status: { phase: 'Failed', conditions: [{ type: 'DisruptionTarget', status: 'True' }] },
});

describe('podFailurePolicy', () => {
  const job = (...rules: readonly object[]) =>
    jobOf({ backoffLimit: 0, podReplacementPolicy: 'Failed', podFailurePolicy: { rules }, completions: 2, parallelism: 2 });
  const onExitCodes = { operator: 'In', values: [3, 42] };
  const onPodConditions = [{ type: 'DisruptionTarget', status: 'True' }];

  it('fails the Job at once where it says so, and names the rule', () => {
    const rules = [
      { action: 'Ignore', onPodConditions },
      { action: 'FailJob', onExitCodes },
    ];
    const failing = jobOf({ podReplacementPolicy: 'Failed', podFailurePolicy: { rules }, completions: 2, parallelism: 2 });
    const pods = [failedWith('lost', 42), podOf('left', 'Running')];
    expect(steps(failing, ...pods)).toEqual(['delete left', 'status', 'release lost']);
    expect(status(failing, ...pods)?.conditions).toMatchObject([
      {
        type: 'FailureTarget',
        reason: 'PodFailurePolicy',
        message: 'Container c for pod x/lost failed with exit code 42 matching FailJob rule at index 1',
      },
    ]);
    expect(status(job({ action: 'FailJob', onPodConditions }), evicted('gone'))?.conditions).toMatchObject([
      { message: 'Pod x/gone has condition DisruptionTarget matching FailJob rule at index 0' },
    ]);
  });

  it('lets go of a pod that it ignores, and does not count it', () => {
    const ignoring = job({ action: 'Ignore', onPodConditions });
    expect(steps(ignoring, evicted('gone'), podOf('left', 'Running'))).toContain('release gone');
    expect(status(ignoring, evicted('gone'), podOf('left', 'Running'))).toMatchObject({ failed: undefined, uncountedTerminatedPods: {} });
    expect(said(ignoring, evicted('gone'))).toBeUndefined();
  });

  it.each([
    [
      'the first that applies',
      [
        { action: 'Ignore', onExitCodes },
        { action: 'FailJob', onExitCodes },
      ],
      undefined,
    ],
    ['one for all other codes', [{ action: 'Ignore', onExitCodes: { operator: 'NotIn', values: [1] } }], undefined],
    [
      'none of another container',
      [{ action: 'Ignore', onExitCodes: { ...onExitCodes, containerName: 'd' } }],
      ['FailureTarget: BackoffLimitExceeded'],
    ],
    ['none of other codes', [{ action: 'Ignore', onExitCodes: { operator: 'In', values: [1] } }], ['FailureTarget: BackoffLimitExceeded']],
    [
      'one that counts the failure',
      [
        { action: 'Count', onExitCodes },
        { action: 'Ignore', onExitCodes },
      ],
      ['FailureTarget: BackoffLimitExceeded'],
    ],
  ])('goes by %s', (_, rules, expected) => expect(said(job(...rules), failedWith('p', 3))).toEqual(expected));
});

describe('backoffLimitPerIndex', () => {
  const indexed = (spec: object = {}, more: object = {}) =>
    jobOf(
      { completions: 3, parallelism: 3, completionMode: 'Indexed', backoffLimit: 2_147_483_647, backoffLimitPerIndex: 1, ...spec },
      more,
    );
  const of = (index: number, failures = 0, ignored = 0) => ({
    annotations: { [INDEX]: String(index), [FAILURES]: String(failures), ...(ignored > 0 ? { [IGNORED]: String(ignored) } : {}) },
  });
  const failed = (uid: string, index: number, failures = 0) => failedWith(uid, 1, of(index, failures));
  const running = (uid: string, index: number, failures = 0) => podOf(uid, 'Running', of(index, failures));
  const succeeded = (uid: string, index: number) => podOf(uid, 'Succeeded', of(index));

  it('tells each pod how often its index has failed before', () => {
    const annotations = (...pods: readonly Pod[]) =>
      decideJob(indexed(), pods, NOON).steps.flatMap((step) => (step.do === 'create' ? [step.pod.metadata?.annotations] : []));
    expect(annotations(failed('a', 0))).toEqual([
      { [INDEX]: '0', [FAILURES]: '1' },
      { [INDEX]: '1', [FAILURES]: '0' },
      { [INDEX]: '2', [FAILURES]: '0' },
    ]);
  });

  it('tells it apart from what was ignored', () => {
    const ignoring = indexed({
      podReplacementPolicy: 'Failed',
      podFailurePolicy: { rules: [{ action: 'Ignore', onExitCodes: { operator: 'In', values: [1] } }] },
    });
    const [first] = decideJob(ignoring, [failed('a', 0)], NOON).steps;
    expect(first).toMatchObject({ pod: { metadata: { annotations: { [FAILURES]: '0', [IGNORED]: '1' } } } });
  });

  it('counts a pod that failed only when its successor is there', () => {
    expect(steps(indexed(), failed('a', 0), running('b', 1), running('c', 2))).toEqual(['create j-0-', 'status']);
    const replaced = [failed('a', 0), running('b', 1), running('c', 2), running('d', 0, 1)];
    expect(steps(indexed(), ...replaced)).toEqual(['status', 'release a']);
    expect(status(indexed(), ...replaced)).toMatchObject({ uncountedTerminatedPods: { failed: ['a'] }, failedIndexes: '' });
  });

  it('lets each index wait after its own failures', () => {
    const again = failedWith('a', 1, of(0, 1));
    const plan = decideJob(indexed({ backoffLimitPerIndex: 5, completions: 2 }), [again], NOON - 15_000);
    expect(plan.steps.flatMap((step) => (step.do === 'create' ? [step.pod.metadata?.generateName] : []))).toEqual(['j-1-']);
    expect(plan.againMs).toBe(5_000);
  });

  it('gives up an index that has failed too often, and goes on with the others', () => {
    const pods = [failed('a', 0, 1), running('b', 1), running('c', 2)];
    expect(steps(indexed(), ...pods)).toEqual(['status', 'release a']);
    expect(status(indexed(), ...pods)).toMatchObject({ failedIndexes: '0', active: 2, uncountedTerminatedPods: { failed: ['a'] } });
  });

  it('gives up an index at once where the policy says so', () => {
    const policy = {
      podReplacementPolicy: 'Failed',
      podFailurePolicy: { rules: [{ action: 'FailIndex', onExitCodes: { operator: 'In', values: [1] } }] },
    };
    expect(status(indexed(policy), failed('a', 0), running('b', 1), running('c', 2))).toMatchObject({ failedIndexes: '0' });
  });

  it('fails the Job when no index is left, and one was given up', () => {
    const pods = [failed('a', 0, 1), succeeded('b', 1), succeeded('c', 2)];
    expect(said(indexed(), ...pods)).toEqual(['FailureTarget: FailedIndexes']);
    expect(status(indexed(), ...pods)).toMatchObject({ failedIndexes: '0', completedIndexes: '1,2', succeeded: 2 });
  });

  it('fails the Job when more indexes were given up than it bears', () => {
    const bears = indexed({ maxFailedIndexes: 1 }, { failedIndexes: '1' });
    expect(said(bears, failed('a', 0, 1), running('c', 2))).toEqual(['FailureTarget: MaxFailedIndexesExceeded']);
    expect(said(indexed({ maxFailedIndexes: 2 }, { failedIndexes: '1' }), failed('a', 0, 1), running('c', 2))).toBeUndefined();
  });

  it('has no other pod for an index whose pod is still ending', () => {
    const replacing = indexed({ podReplacementPolicy: 'Failed', parallelism: 2 });
    expect(steps(replacing, running('a', 0), podOf('b', 'Running', { ...of(1), deletionTimestamp: at(1) }))).toEqual(['status']);
  });
});

describe('successPolicy', () => {
  const job = (...rules: readonly object[]) =>
    jobOf({ completions: 4, parallelism: 4, completionMode: 'Indexed', successPolicy: { rules } });
  const pod = (index: number, phase: string) => podOf(String(index), phase, { annotations: { [INDEX]: String(index) } });
  const half = [pod(0, 'Running'), pod(1, 'Succeeded'), pod(2, 'Succeeded'), pod(3, 'Running')];

  it.each([
    ['those indexes have succeeded', [{ succeededIndexes: '1-2' }], 'Matched rules at index 0'],
    ['so many have', [{ succeededIndexes: '0' }, { succeededCount: 2 }], 'Matched rules at index 1'],
    ['so many of those indexes have', [{ succeededIndexes: '0-1', succeededCount: 1 }], 'Matched rules at index 0'],
    ['not before', [{ succeededIndexes: '0,1' }, { succeededCount: 3 }], undefined],
  ])('is met when %s', (_, rules, message) => expect(status(job(...rules), ...half)?.conditions?.[0]?.message).toBe(message));

  it('ends the other pods, and counts none of them as failed', () => {
    const enough = job({ succeededCount: 2 });
    expect(decideJob(enough, half, NOON).steps.filter((step) => step.do === 'delete')).toMatchObject([
      { pod: { metadata: { name: '0' } }, isCounted: false },
      { pod: { metadata: { name: '3' } }, isCounted: false },
    ]);
    const met = status(enough, ...half);
    expect(met).toMatchObject({ succeeded: 2, failed: undefined, completedIndexes: '1,2' });
    const last = jobOf({ ...enough.spec }, met);
    expect(said(last, ...[1, 2].map((index) => podOf(String(index), 'Succeeded', counted)))).toEqual([
      'SuccessCriteriaMet: SuccessPolicy',
      'Complete: SuccessPolicy',
    ]);
  });
});
