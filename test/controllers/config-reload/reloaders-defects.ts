import { beforeAll } from '@jest/globals';
import { APPLIED } from '../../../controllers/config-reload/seen/annotation-keys.ts';
import { configMaps, deployments, events, type Deployment } from '../../../kube/objects/built-in.ts';
import { resource, type KubeObject } from '../../../kube/objects/resource.ts';
import type { RequestProxy } from '../../real/request-proxy.ts';
import type { ControllerHere } from '../runtime/controller-here.ts';
import { atRealServer } from './at-real-server.ts';
import { AUTO, fromConfigMap, podTemplate, workload } from './objects.ts';
import { markersOf } from './scenarios.ts';
import { until, type Stage, type StageOptions } from './stage.ts';

export const cronJobs = resource<KubeObject & { readonly spec: object; readonly status?: object }>('batch', 'v1', 'cronjobs', 'CronJob');
export const batchTemplate = { ...podTemplate('job', { pod: { ...fromConfigMap('cm'), restartPolicy: 'Never' } }), metadata: {} };
const policies = resource<KubeObject & { readonly spec: object }>(
  'admissionregistration.k8s.io',
  'v1',
  'validatingadmissionpolicies',
  'ValidatingAdmissionPolicy',
  'cluster',
);
const bindings = resource<KubeObject & { readonly spec: object }>(
  'admissionregistration.k8s.io',
  'v1',
  'validatingadmissionpolicybindings',
  'ValidatingAdmissionPolicyBinding',
  'cluster',
);
/** These have controllers of their own. */
const APART = ['lists', 'refused', 'down', 'paused', 'one-type'];

/** A real API server with a policy that freezes a Deployment, a controller for all namespaces but a few, and words for what it does. */
export function defectsStage() {
  const real = atRealServer('suite');
  let proxy: RequestProxy;
  let shared: ControllerHere;
  beforeAll(async () => {
    proxy = await real.proxy();
    shared = real.startHere(['--debounce=300ms', '--reload-on-delete', `--namespaces-to-ignore=${APART.join()}`], { through: proxy });
    await real.client.create(policies, {
      metadata: { name: 'frozen' },
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: {
          resourceRules: [{ apiGroups: ['apps'], apiVersions: ['v1'], operations: ['UPDATE'], resources: ['deployments'] }],
        },
        validations: [
          {
            expression: "!('frozen' in oldObject.metadata.?labels.orValue({})) || object.spec.template == oldObject.spec.template",
            message: 'it is frozen',
          },
        ],
      },
    });
    await real.client.create(bindings, { metadata: { name: 'frozen' }, spec: { policyName: 'frozen', validationActions: ['Deny'] } });
    await shared.logged('listed');
  }, 150_000);

  const get = (here: Stage, name = 'web'): Promise<Deployment> => real.client.get(deployments, { namespace: here.namespace, name });
  const envOf = async (here: Stage, name = 'web') =>
    ((await get(here, name)).spec?.template.spec?.containers[0]?.env ?? [])
      .map((variable) => variable.name)
      .sort((one, other) => one.localeCompare(other));
  const markers = async (here: Stage, name = 'web') => markersOf(await get(here, name));
  /** How often the controllers changed a Deployment, the note of its sources not counted. */
  const rolls = (here: Stage, name = 'web', by = proxy) =>
    by.writes.filter(({ what }) => what === `patch deployments.apps ${here.namespace}/${name}`).length - 1;
  async function on(namespace: string, options: StageOptions = {}): Promise<Stage> {
    const here = real.on(namespace);
    await here.build({ parts: { annotations: AUTO, pod: fromConfigMap('cm') }, kinds: [deployments], ...options });
    if (!APART.includes(namespace)) await here.recorded(true);
    return here;
  }
  const create = async (here: Stage, name: string, parts: Parameters<typeof workload>[1]): Promise<void> => {
    await real.client.create(deployments, workload(name, { namespace: here.namespace, ...parts }));
    await until(async () => (await get(here, name)).metadata?.annotations?.[APPLIED] !== undefined);
  };
  const write = (here: Stage, data: Readonly<Record<string, string | null>>) =>
    real.client.patch(configMaps, { namespace: here.namespace, name: 'cm' }, { merge: { data } });
  const annotate = (here: Stage, annotations: Readonly<Record<string, string | null>>, name = 'web') =>
    real.client.patch(deployments, { namespace: here.namespace, name }, { merge: { metadata: { annotations } } });
  const eventsOf = async (here: Stage, reason: string) =>
    (await real.client.list(events, { namespace: here.namespace })).items.filter((event) => event.reason === reason);

  return {
    real,
    get proxy() {
      return proxy;
    },
    get shared() {
      return shared;
    },
    get,
    envOf,
    markers,
    rolls,
    on,
    create,
    write,
    annotate,
    eventsOf,
  };
}
