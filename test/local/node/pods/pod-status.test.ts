import { describe, expect, it } from '@jest/globals';
import type { ContainerView } from '../../../../local/node/pods/container-state.ts';
import { podStatus } from '../../../../local/node/pods/pod-status.ts';
import { probed, unprobed, type ProbeState } from '../../../../local/node/pods/probe-state.ts';
import { createRestartDelays } from '../../../../local/node/pods/restart-back-off.ts';

const NOON = Date.parse('2026-01-01T12:00:00Z');
const container = (unlike: Partial<ContainerView> = {}): ContainerView => ({
  name: 'c',
  image: 'civ8s:1',
  state: { is: 'running', id: '1', startedAt: NOON },
  restarts: 0,
  started: true,
  ready: true,
  ...unlike,
});
const ended = (exitCode: number) =>
  ({ is: 'ended', id: '1', startedAt: NOON, finishedAt: NOON, exitCode, reason: exitCode === 0 ? 'Completed' : 'Error' }) as const;
const status = (
  containers: readonly ContainerView[],
  {
    restartPolicy = 'Always',
    before = {},
    isOver = false,
  }: { readonly restartPolicy?: string; readonly before?: object; readonly isOver?: boolean } = {},
) =>
  podStatus(
    { metadata: { name: 'p', generation: 1 }, spec: { restartPolicy, containers: [] }, status: before },
    { containers, initContainers: [], startedAt: NOON, ip: '127.0.0.1' },
    NOON,
    isOver,
  );
const ready = ({ conditions = [] }: ReturnType<typeof status>) => conditions.find(({ type }) => type === 'Ready');

describe('the status of a pod', () => {
  it('is Running and Ready when its containers run and answer', () => {
    const said = status([container()]);
    expect(said.phase).toBe('Running');
    expect(ready(said)?.status).toBe('True');
    expect(said.containerStatuses?.[0]).toMatchObject({
      ready: true,
      started: true,
      restartCount: 0,
      state: { running: { startedAt: '2026-01-01T12:00:00Z' } },
    });
  });

  it('names the containers that are not ready', () =>
    expect(ready(status([container(), container({ name: 'slow', ready: false })]))).toMatchObject({
      status: 'False',
      reason: 'ContainersNotReady',
      message: 'containers with unready status: [slow]',
    }));

  it('is Pending with a reason while a container cannot start', () => {
    const said = status([container({ state: { is: 'waiting', reason: 'ErrImagePull', message: 'no' }, ready: false, started: false })]);
    expect([said.phase, said.containerStatuses?.[0]?.state]).toEqual(['Pending', { waiting: { reason: 'ErrImagePull', message: 'no' } }]);
  });

  it('shows how the run before ended', () =>
    expect(
      status([
        container({ state: { is: 'waiting', reason: 'CrashLoopBackOff' }, last: { ...ended(1), message: 'last words' }, restarts: 2 }),
      ]),
    ).toMatchObject({
      phase: 'Running',
      containerStatuses: [{ restartCount: 2, lastState: { terminated: { exitCode: 1, reason: 'Error', message: 'last words' } } }],
    }));

  it.each([
    ['Never', [0, 0], 'Succeeded'],
    ['Never', [0, 1], 'Failed'],
    ['OnFailure', [0, 0], 'Succeeded'],
    ['OnFailure', [0, 1], 'Running'],
    ['Always', [0, 0], 'Running'],
  ])('with restarts %s and exit codes %j is %s', (restartPolicy, codes, phase) =>
    expect(
      status(
        codes.map((code) => container({ state: ended(code) })),
        { restartPolicy },
      ).phase,
    ).toBe(phase),
  );

  it.each([
    ['Always', [ended(0), ended(0)], 'Succeeded', 'PodCompleted'],
    ['Always', [ended(0), ended(1)], 'Failed', 'PodFailed'],
    ['OnFailure', [ended(1)], 'Failed', 'PodFailed'],
    ['Never', [ended(0), { is: 'waiting', reason: 'ContainerCreating' }], 'Failed', 'PodFailed'],
  ] as const)('with restarts %s is over for good when it is to go: %j, %s', (restartPolicy, states, phase, reason) => {
    const containers = states.map((state) => container({ state, ready: false }));
    const said = status(containers, { restartPolicy, isOver: true });
    expect([said.phase, ready(said)?.reason]).toEqual([phase, reason]);
  });

  it('keeps the time of a condition that has not changed', () =>
    expect(
      ready(
        status([container()], { before: { conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: '2026-01-01T08:00:00Z' }] } }),
      )?.lastTransitionTime,
    ).toBe('2026-01-01T08:00:00Z'));
});

describe('a probe', () => {
  const rules = { initialDelayMs: 0, periodMs: 1, timeoutMs: 1, successThreshold: 2, failureThreshold: 3 };
  const after = (answers: string) =>
    answers.split('').reduce((state: ProbeState, answer) => probed(state, answer === '+', rules), unprobed).verdict;

  it.each([
    ['', 'unknown'],
    ['+', 'unknown'],
    ['++', 'success'],
    ['++--', 'success'],
    ['++---', 'failure'],
    ['---+', 'failure'],
    ['---++', 'success'],
    ['--+--', 'unknown'],
  ])('answering %s has the verdict %s', (answers, verdict) => expect(after(answers)).toBe(verdict));
});

it('waits ever longer with the next start of a container that keeps ending, and forgives one that ran for long', () => {
  const delayAfter = createRestartDelays();
  expect(Array.from({ length: 8 }, () => delayAfter(1_000))).toEqual([0, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000]);
  expect([600_000, 1_000].map(delayAfter)).toEqual([0, 10_000]);
});
