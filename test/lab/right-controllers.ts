import { configReload } from '../../controllers/config-reload/config-reload.ts';
import { podTimestamp } from '../../controllers/pod-timestamp/pod-timestamp.ts';
import { census } from '../../docs/examples/census.ts';
import { configMaps, deployments, namespaces, pods } from '../../kube/objects/built-in.ts';
import type { EveryFaultOptions } from '../../lab/faults/every-fault.ts';
import type { Lab } from '../../lab/start-lab.ts';
import { configMap, workload } from '../controllers/config-reload/objects.ts';
import { askingPod } from '../controllers/pod-timestamp/asking-pod.ts';
import { definition, website, websites } from './website.ts';

// Steps have the names that plans are called after.

const ONE = { namespace: 'one' };
async function podsRun(lab: Lab): Promise<void> {
  for (const name of ['a', 'b']) {
    await lab.put(pods, { metadata: { ...ONE, name }, spec: { containers: [{ name: 'main', image: 'none' }] } });
    await lab.become(pods, { ...ONE, name }, { phase: 'Running' });
  }
}
const podGoes = (lab: Lab) => lab.client.delete(pods, { ...ONE, name: 'a' }, { gracePeriodSeconds: 0 });

async function twoAsk(lab: Lab): Promise<void> {
  for (const name of ['a', 'b']) await lab.put(pods, askingPod(name));
}
const oneGoes = (lab: Lab) => lab.client.delete(pods, { namespace: 'default', name: 'a' }, { gracePeriodSeconds: 0 });
const anotherAsks = (lab: Lab) => lab.put(pods, askingPod('a'));

export const settings = (value: string) => (lab: Lab) => lab.put(configMaps, configMap('settings', { key: value }));
export const settingsChange = (lab: Lab) => settings('second')(lab);

export const HELLO = { namespace: 'shop', name: 'hello' };
export const created = (lab: Lab) => lab.put(websites, { metadata: HELLO, spec: { html: 'x' } });
export const pageChanges = (lab: Lab) => lab.put(websites, { metadata: HELLO, spec: { html: 'y' } });
export const deleted = (lab: Lab) => lab.client.delete(websites, HELLO);
const createdAgain = (lab: Lab) => created(lab);

/** What controllers that do nothing wrong go through: `everyFault` has nothing to say against any of them. */
export const rightControllers = {
  census: {
    controllers: census,
    arrange: ({ client }) =>
      Promise.all(['one', 'two'].map((name) => client.create(namespaces, { metadata: { name, labels: { 'civ8s.dev/kingdom': name } } }))),
    act: [podsRun, podGoes],
    state: async ({ client }) => (await client.list(namespaces)).items.map(({ metadata }) => metadata?.annotations),
  },
  'pod-timestamp': {
    controllers: podTimestamp,
    act: [twoAsk, oneGoes, anotherAsks],
    state: async ({ client }) =>
      (await client.list(pods)).items.map(({ metadata }) => [metadata?.name, Object.keys(metadata?.annotations ?? {})]),
  },
  "config-reload's roll": {
    controllers: configReload,
    workloads: 'ready',
    arrange: async (lab) => {
      await settings('first')(lab);
      await lab.put(deployments, workload('web'));
    },
    act: [settingsChange],
    state: async ({ client }) =>
      (await client.list(deployments)).items.map(({ metadata, spec }) => ({ annotations: metadata?.annotations, spec })),
  },
  Website: {
    controllers: website,
    definitions: [definition],
    workloads: 'ready',
    act: [created, pageChanges, deleted, createdAgain],
    state: async ({ client }) => (await client.list(websites)).items.map(({ spec, status }) => ({ spec, status })),
  },
} as const satisfies Readonly<Record<string, EveryFaultOptions>>;
