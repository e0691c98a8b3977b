import { describe, expect, it } from '@jest/globals';
import { configReload } from '../../../controllers/config-reload/config-reload.ts';
import { cronJobs, deployments, jobs } from '../../../kube/objects/built-in.ts';
import type { KubeObject, Resource } from '../../../kube/objects/resource.ts';
import { everyFault, type EveryFaultOptions } from '../../../lab/faults/every-fault.ts';
import type { Lab } from '../../../lab/start-lab.ts';
import { rightControllers, settings, settingsChange } from '../../lab/right-controllers.ts';
import { classes, definitionOf, mounting, podStatus, rollouts, statuses } from './custom-kinds.ts';
import { AUTO, podTemplate, workload } from './objects.ts';

const PAUSE = { ...AUTO, 'deployment.reloader.stakater.com/pause-period': '30s' };
const RESTART = { ...AUTO, 'reloader.stakater.com/rollout-strategy': 'restart' };
const NEVER = { ...podTemplate('job', {}).spec, restartPolicy: 'Never' };
const template = { metadata: {}, spec: NEVER };

const rotates = (lab: Lab) => lab.put(statuses, podStatus('vault', 'v2'));

/** The templates that there are, and what was noted on their owners; of Jobs, how many there are. */
const seen =
  (...kinds: readonly Resource<KubeObject & { readonly spec?: unknown }>[]) =>
  async ({ client }: Lab) =>
    Promise.all(
      kinds.map(async (kind) =>
        (await client.list(kind)).items.map(({ metadata, spec }) => ({ annotations: metadata?.annotations, spec })),
      ),
    );

type Story = Pick<EveryFaultOptions, 'act' | 'args' | 'arrange' | 'definitions' | 'state'>;

const STORIES: readonly (readonly [string, Story])[] = [
  ['a Deployment rolls once', rightControllers["config-reload's roll"]],
  [
    'a Job is recreated once',
    {
      arrange: async (lab) => {
        await settings('first')(lab);
        await lab.put(jobs, { metadata: { namespace: 'default', name: 'once', annotations: AUTO }, spec: { suspend: true, template } });
      },
      act: [settingsChange],
      state: seen(jobs),
    },
  ],
  [
    'a CronJob is started once',
    {
      arrange: async (lab) => {
        await settings('first')(lab);
        await lab.put(cronJobs, {
          metadata: { namespace: 'default', name: 'nightly', annotations: AUTO },
          spec: { schedule: '0 0 1 1 *', jobTemplate: { spec: { suspend: true, template } } },
        });
      },
      act: [settingsChange],
      state: seen(jobs, cronJobs),
    },
  ],
  [
    'a Deployment is paused and resumed',
    {
      arrange: async (lab) => {
        await settings('first')(lab);
        await lab.put(deployments, workload('web', { annotations: PAUSE }));
      },
      act: [settingsChange],
      state: seen(deployments),
    },
  ],
  [
    'an Argo Rollout restarts once',
    {
      args: ['--is-Argo-Rollouts=true'],
      definitions: [definitionOf(rollouts)],
      arrange: async (lab) => {
        await settings('first')(lab);
        await lab.put<KubeObject>(rollouts, workload('web', { annotations: RESTART }));
      },
      act: [settingsChange],
      state: seen(rollouts),
    },
  ],
  [
    'a workload rolls once for a secret that is rotated',
    {
      args: ['--enable-csi-integration', '--reload-strategy=annotations'],
      definitions: [classes, statuses].map((kind) => definitionOf(kind)),
      arrange: async (lab) => {
        await lab.put(classes, { metadata: { namespace: 'default', name: 'vault' } });
        await lab.put(statuses, podStatus('vault', 'v1'));
        await lab.put(deployments, workload('web', { pod: mounting('vault') }));
      },
      act: [rotates],
      state: seen(deployments),
    },
  ],
];

describe('config-reload, whatever goes wrong', () => {
  it.each(STORIES)(
    '%s',
    async (_, story) => {
      const { plans, failed } = await everyFault({ controllers: configReload, workloads: 'ready', ...story });
      expect(failed).toEqual([]);
      expect(plans.length).toBeGreaterThan(20);
    },
    180_000,
  );
});
