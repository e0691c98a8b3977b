import { describe, expect, it } from '@jest/globals';
import { isAvailable, type RolledOut } from '../../../../controllers/config-reload/seen/availability.ts';

interface Case {
  readonly kind: string;
  readonly what: string;
  readonly spec?: RolledOut['spec'];
  readonly status?: RolledOut['status'];
  readonly is: boolean | undefined;
}
const SEEN = { observedGeneration: 2 };
const ALL = { ...SEEN, replicas: 3, updatedReplicas: 3, readyReplicas: 3, availableReplicas: 3 };
const AGENTS = { ...SEEN, desiredNumberScheduled: 3, updatedNumberScheduled: 3, numberAvailable: 3 };
const THREE = { replicas: 3 };

const CASES: readonly Case[] = [
  { kind: 'Deployment', what: 'with all pods new and available', spec: THREE, status: ALL, is: true },
  { kind: 'Deployment', what: 'whose controller has not seen the roll', spec: THREE, status: { ...ALL, observedGeneration: 1 }, is: false },
  { kind: 'Deployment', what: 'with an old pod left', spec: THREE, status: { ...ALL, replicas: 4 }, is: false },
  {
    kind: 'Deployment',
    what: 'with old pods available and the new one failing',
    spec: THREE,
    status: { ...ALL, updatedReplicas: 1 },
    is: false,
  },
  { kind: 'Deployment', what: 'with a pod that is not available', spec: THREE, status: { ...ALL, availableReplicas: 2 }, is: false },
  {
    kind: 'Deployment',
    what: 'that says nothing of replicas',
    status: { ...SEEN, replicas: 1, updatedReplicas: 1, availableReplicas: 1 },
    is: true,
  },
  { kind: 'Deployment', what: 'of no pods', spec: { replicas: 0 }, status: SEEN, is: true },
  { kind: 'Deployment', what: 'that is paused', spec: { ...THREE, paused: true }, status: SEEN, is: undefined },
  { kind: 'Deployment', what: 'that no controller looks after', spec: THREE, is: undefined },
  { kind: 'StatefulSet', what: 'with all pods new and available', spec: THREE, status: ALL, is: true },
  { kind: 'StatefulSet', what: 'with one still old', spec: THREE, status: { ...ALL, updatedReplicas: 2 }, is: false },
  {
    kind: 'StatefulSet',
    what: 'with a partition of old ones',
    spec: { ...THREE, updateStrategy: { rollingUpdate: { partition: 2 } } },
    status: { ...ALL, updatedReplicas: 1 },
    is: true,
  },
  {
    kind: 'StatefulSet',
    what: 'of a server that knows only ready ones',
    spec: THREE,
    status: { ...ALL, availableReplicas: undefined },
    is: true,
  },
  { kind: 'StatefulSet', what: 'with one not ready', spec: THREE, status: { ...ALL, availableReplicas: 2 }, is: false },
  {
    kind: 'StatefulSet',
    what: 'whose pods somebody else deletes',
    spec: { ...THREE, updateStrategy: { type: 'OnDelete' } },
    status: SEEN,
    is: undefined,
  },
  { kind: 'DaemonSet', what: 'with all pods new and available', status: AGENTS, is: true },
  { kind: 'DaemonSet', what: 'with one still old', status: { ...AGENTS, updatedNumberScheduled: 2 }, is: false },
  { kind: 'DaemonSet', what: 'with one not available', status: { ...AGENTS, numberAvailable: 2 }, is: false },
  { kind: 'DaemonSet', what: 'for no node', status: { ...SEEN, desiredNumberScheduled: 0 }, is: true },
  {
    kind: 'DaemonSet',
    what: 'whose pods somebody else deletes',
    spec: { updateStrategy: { type: 'OnDelete' } },
    status: AGENTS,
    is: undefined,
  },
  { kind: 'Rollout', what: 'that is healthy', status: { observedGeneration: '2', phase: 'Healthy' }, is: true },
  { kind: 'Rollout', what: 'that has not seen the roll', status: { observedGeneration: '1', phase: 'Healthy' }, is: false },
  { kind: 'Rollout', what: 'that writes a hash for its generation', status: { observedGeneration: '7b9f', phase: 'Healthy' }, is: true },
  { kind: 'Rollout', what: 'that is on its way', status: { observedGeneration: '2', phase: 'Progressing' }, is: false },
  { kind: 'Rollout', what: 'that waits at a step of its own', status: { observedGeneration: '2', phase: 'Paused' }, is: true },
  {
    kind: 'Rollout',
    what: 'that has not restarted yet',
    spec: { restartAt: '2026-11-21T10:00:01Z' },
    status: { observedGeneration: '2', phase: 'Healthy', restartedAt: '2026-11-20T10:00:00Z' },
    is: false,
  },
  { kind: 'Rollout', what: 'that tells no phase', status: { observedGeneration: '2' }, is: undefined },
  { kind: 'CronJob', what: 'that runs to an end', status: SEEN, is: undefined },
  { kind: 'Job', what: 'that runs to an end', status: SEEN, is: undefined },
];

describe('availability', () => {
  it.each(CASES)('of a $kind $what: $is', ({ kind, spec, status, is }) =>
    expect(isAvailable(kind, { metadata: { generation: 2 }, spec, status })).toBe(is),
  );
});
