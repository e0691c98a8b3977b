import type { Pod } from '../../../kube/objects/built-in.ts';
import { timestamp } from '../../../ground/time/rfc3339.ts';
import type { ContainerState, ContainerView, Ended } from './container-state.ts';

type Status = NonNullable<Pod['status']>;
type ContainerStatus = NonNullable<Status['containerStatuses']>[number];
type Condition = NonNullable<Status['conditions']>[number];

export interface PodView {
  readonly containers: readonly ContainerView[];
  readonly initContainers: readonly ContainerView[];
  /** Given to it while it runs: how they do is nothing to the pod. */
  readonly ephemeralContainers?: readonly ContainerView[];
  /** When the node took the pod. */
  readonly startedAt: number;
  readonly ip: string;
}

/** What a kubelet would say of the pod. Times of conditions that did not change are kept. `isOver`: nothing of it will ever run again. */
export function podStatus(
  pod: Pod,
  { containers, initContainers, ephemeralContainers = [], startedAt, ip }: PodView,
  now: number,
  isOver = false,
): Status {
  const restarts = pod.spec?.restartPolicy ?? 'Always';
  const initialised = initContainers.every(({ state }) => state.is === 'ended' && state.exitCode === 0);
  const phase = phaseOf(containers, isOver ? 'Never' : restarts, isOver);
  const unready = containers.filter(({ ready, state }) => !ready || state.is !== 'running').map(({ name }) => name);
  const end = ENDS.get(phase);
  const contents: Pick<Condition, 'type' | 'status' | 'reason' | 'message'>[] = [
    { type: 'PodReadyToStartContainers', status: 'True' },
    initialised
      ? { type: 'Initialized', status: 'True' }
      : {
          type: 'Initialized',
          status: 'False',
          reason: 'ContainersNotInitialized',
          message: `containers with incomplete status: ${list(initContainers.filter(({ state }) => state.is !== 'ended').map(({ name }) => name))}`,
        },
    ...['Ready', 'ContainersReady'].map((type) =>
      end !== undefined
        ? { type, status: 'False', reason: end }
        : unready.length === 0
          ? { type, status: 'True' }
          : { type, status: 'False', reason: 'ContainersNotReady', message: `containers with unready status: ${list(unready)}` },
    ),
    { type: 'PodScheduled', status: 'True' },
  ];
  return {
    observedGeneration: pod.metadata?.generation,
    phase,
    conditions: contents.map((content) => condition(pod, content, now)),
    hostIP: ip,
    hostIPs: [{ ip }],
    podIP: ip,
    podIPs: [{ ip }],
    startTime: pod.status?.startTime ?? timestamp(startedAt),
    ...(initContainers.length > 0 ? { initContainerStatuses: initContainers.map(containerStatus) } : {}),
    containerStatuses: containers.map(containerStatus),
    ...(ephemeralContainers.length > 0 ? { ephemeralContainerStatuses: ephemeralContainers.map(ephemeralStatus) } : {}),
    qosClass: pod.status?.qosClass ?? 'Burstable',
  };
}

/** Why a pod that has ended is not ready. */
const ENDS: ReadonlyMap<string, string> = new Map([
  ['Succeeded', 'PodCompleted'],
  ['Failed', 'PodFailed'],
]);

const list = (names: readonly string[]): string => `[${names.join(' ')}]`;

function phaseOf(containers: readonly ContainerView[], restarts: string, isOver: boolean): string {
  const ended = containers.filter(({ state }) => state.is === 'ended');
  const failed = ended.some(({ state }) => state.is === 'ended' && state.exitCode !== 0);
  if (ended.length === containers.length && restarts !== 'Always' && !(failed && restarts === 'OnFailure'))
    return failed ? 'Failed' : 'Succeeded';
  if (isOver) return 'Failed'; // something was never started, or is not to be started again
  const everRan = containers.every(({ state, last }) => state.is !== 'waiting' || last !== undefined);
  return everRan ? 'Running' : 'Pending';
}

function condition(pod: Pod, content: Pick<Condition, 'type' | 'status' | 'reason' | 'message'>, now: number): Condition {
  const before = pod.status?.conditions?.find(({ type }) => type === content.type);
  const lastTransitionTime =
    before?.status === content.status && before.lastTransitionTime !== undefined ? before.lastTransitionTime : timestamp(now);
  return {
    ...content,
    lastTransitionTime,
    ...(pod.metadata?.generation === undefined ? {} : { observedGeneration: pod.metadata.generation }),
  };
}

function containerStatus({ name, image, state, last, restarts, ready, started }: ContainerView): ContainerStatus {
  const current = state.is === 'running' || state.is === 'ended' ? state : undefined;
  return {
    name,
    image,
    imageID: current === undefined ? '' : `local://${image}`,
    restartCount: restarts,
    ready: ready && state.is === 'running',
    started: started && state.is === 'running',
    state: shown(state),
    lastState: last === undefined ? {} : shown(last),
    ...(current === undefined ? {} : { containerID: `process://${current.id}` }),
  };
}

/** Nobody asks whether such a container is ready. */
const ephemeralStatus = (view: ContainerView): ContainerStatus => ({ ...containerStatus(view), ready: false, started: undefined });

function shown(state: ContainerState): NonNullable<ContainerStatus['state']> {
  switch (state.is) {
    case 'waiting':
      return { waiting: { reason: state.reason, ...(state.message === undefined ? {} : { message: state.message }) } };
    case 'running':
      return { running: { startedAt: timestamp(state.startedAt) } };
    case 'ended':
      return { terminated: terminated(state) };
  }
}

const terminated = ({ id, exitCode, signal, reason, message, startedAt, finishedAt }: Ended) => ({
  exitCode,
  reason,
  startedAt: timestamp(startedAt),
  finishedAt: timestamp(finishedAt),
  containerID: `process://${id}`,
  ...(signal === undefined ? {} : { signal }),
  ...(message === undefined ? {} : { message }),
});
