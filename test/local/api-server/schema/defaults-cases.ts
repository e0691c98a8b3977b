import { isJsonObject, type Json, type JsonObject } from '../../../../ground/json/json.ts';
import { textAt } from '../../../../ground/json/read-json.ts';
import { masked, type AnswerTable } from '../answers/ask.ts';

interface DefaultsCase {
  readonly path: string;
  readonly body: JsonObject;
}
const at = (groupVersion: string, plural: string, body: JsonObject, namespaced = true): DefaultsCase => ({
  path: `/${groupVersion === 'v1' ? 'api' : 'apis'}/${groupVersion}${namespaced ? '/namespaces/default' : ''}/${plural}`,
  body: { apiVersion: groupVersion, metadata: { name: 'filled' }, ...body },
});
const container = (rest: JsonObject = {}): JsonObject => ({ name: 'c', image: 'i', ...rest });
const pods = (spec: JsonObject = {}): JsonObject => ({ metadata: { labels: { a: 'b' } }, spec: { containers: [container()], ...spec } });
const selector = { matchLabels: { a: 'b' } };
const pod = (spec: JsonObject) => at('v1', 'pods', { kind: 'Pod', spec: { containers: [container()], ...spec } });
const service = (spec: JsonObject) => at('v1', 'services', { kind: 'Service', spec: { ports: [{ port: 80 }], ...spec } });
const images = ['i', 'i:latest', 'i:1', 'r.example:5000/i', 'r.example:5000/i:2', `i@sha256:${'0'.repeat(64)}`];
const volumes: JsonObject[] = [
  { name: 'none' },
  { name: 'map', configMap: { name: 'm', items: [{ key: 'k', path: 'p' }] } },
  { name: 'secret', secret: { secretName: 's' } },
  { name: 'empty', emptyDir: { sizeLimit: '0.5Gi' } },
  { name: 'host', hostPath: { path: '/x' } },
  {
    name: 'down',
    downwardAPI: {
      items: [
        { path: 'l', fieldRef: { fieldPath: 'metadata.labels' } },
        { path: 'c', resourceFieldRef: { containerName: 'c', resource: 'limits.cpu' } },
      ],
    },
  },
  { name: 'all', projected: { sources: [{ serviceAccountToken: { path: 't' } }, { configMap: { name: 'm' } }] } },
];
const probes = {
  livenessProbe: { httpGet: { port: 80 } },
  readinessProbe: { exec: { command: ['x'] }, periodSeconds: 5 },
  startupProbe: { grpc: { port: 1 } },
  lifecycle: { preStop: { httpGet: { port: 'http' } } },
};
const env = [
  { name: 'A', value: '1' },
  { name: 'B', value: '' },
  { name: 'N', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
  { name: 'L', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } },
];
const rules = [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }];
const webhook = {
  name: 'a.b.c',
  clientConfig: { service: { namespace: 'n', name: 's' } },
  rules,
  sideEffects: 'None',
  admissionReviewVersions: ['v1'],
};

export const DEFAULTS_CASES: Readonly<Record<string, DefaultsCase>> = {
  'a pod': pod({}),
  'the pull policies of images': pod({ containers: images.map((image, index) => ({ name: `c${index}`, image })) }),
  'probes, hooks, ports and env': pod({
    containers: [
      container({
        ...probes,
        env,
        ports: [
          { name: 'http', containerPort: 80 },
          { containerPort: 81, protocol: 'UDP' },
        ],
      }),
    ],
  }),
  volumes: pod({ serviceAccountName: 'a', volumes, containers: [container({ volumeMounts: [{ name: 'none', mountPath: '/x' }] })] }),
  'requests after limits': pod({
    containers: [container({ resources: { limits: { cpu: '1.5', memory: '1024Mi' }, requests: { cpu: '0.1' } } })],
    initContainers: [container({ name: 'i', resources: { limits: { cpu: 2 } } })],
  }),
  'host ports on the host network': pod({ hostNetwork: true, containers: [container({ ports: [{ containerPort: 80 }] })] }),
  'a pod that says everything': pod({
    restartPolicy: 'Never',
    dnsPolicy: 'None',
    dnsConfig: { nameservers: ['1.1.1.1'] },
    terminationGracePeriodSeconds: 0,
    schedulerName: 's',
    securityContext: { runAsUser: 0, runAsNonRoot: false },
    enableServiceLinks: false,
    hostUsers: false,
  }),
  'empty values': pod({
    nodeSelector: {},
    tolerations: [],
    affinity: {},
    volumes: [],
    containers: [container({ args: [], env: [], command: null, tty: false, securityContext: {} })],
  }),
  'quantities in every form': pod({
    containers: [
      container({
        resources: { limits: { cpu: '1000m', memory: '1e3', 'ephemeral-storage': '2000Ki', 'example.com/a': '3k', 'example.com/b': '0' } },
      }),
    ],
  }),
  'a deployment': at('apps/v1', 'deployments', { kind: 'Deployment', spec: { selector, template: pods() } }),
  'a deployment that recreates': at('apps/v1', 'deployments', {
    kind: 'Deployment',
    spec: { selector, replicas: 0, strategy: { type: 'Recreate' }, template: pods() },
  }),
  'a deployment that rolls its own way': at('apps/v1', 'deployments', {
    kind: 'Deployment',
    spec: {
      selector,
      strategy: { rollingUpdate: { maxSurge: 0 } },
      paused: false,
      template: pods({ volumes: [{ name: 'v', configMap: { name: 'm' } }] }),
    },
  }),
  'a replica set': at('apps/v1', 'replicasets', { kind: 'ReplicaSet', spec: { selector, template: pods() } }),
  'a stateful set': at('apps/v1', 'statefulsets', {
    kind: 'StatefulSet',
    spec: {
      selector,
      serviceName: 's',
      template: pods(),
      volumeClaimTemplates: [
        { metadata: { name: 'v' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
      ],
    },
  }),
  'a daemon set': at('apps/v1', 'daemonsets', { kind: 'DaemonSet', spec: { selector, template: pods() } }),
  'a job': at('batch/v1', 'jobs', { kind: 'Job', spec: { template: { spec: { restartPolicy: 'Never', containers: [container()] } } } }),
  'a cron job': at('batch/v1', 'cronjobs', {
    kind: 'CronJob',
    spec: { schedule: '* * * * *', jobTemplate: { spec: { template: { spec: { restartPolicy: 'Never', containers: [container()] } } } } },
  }),
  'a service': service({}),
  'a headless service': service({ clusterIP: 'None', ports: [{ port: 80, targetPort: 'http', name: 'x' }] }),
  'a load balancer': service({ type: 'LoadBalancer' }),
  'a node port': service({ type: 'NodePort' }),
  'an external name': service({ type: 'ExternalName', externalName: 'x.example', ports: [] }),
  'a service with affinity': service({ sessionAffinity: 'ClientIP' }),
  'a service with external addresses': service({ externalIPs: ['1.2.3.4'] }),
  'a config map': at('v1', 'configmaps', { kind: 'ConfigMap', data: {}, binaryData: { a: 'eA==' } }),
  'a secret': at('v1', 'secrets', { kind: 'Secret', data: { a: '' } }),
  'a service account': at('v1', 'serviceaccounts', { kind: 'ServiceAccount', secrets: [] }),
  'a namespace': at('v1', 'namespaces', { kind: 'Namespace' }, false),
  'a node': at('v1', 'nodes', { kind: 'Node', spec: { podCIDR: '10.0.0.0/24' } }, false),
  'an event': at('v1', 'events', { kind: 'Event', involvedObject: { kind: 'Pod', name: 'p', namespace: 'default' } }),
  endpoints: at('v1', 'endpoints', { kind: 'Endpoints', subsets: [{ addresses: [{ ip: '10.0.0.1' }], ports: [{ port: 80 }] }] }),
  'a claim': at('v1', 'persistentvolumeclaims', {
    kind: 'PersistentVolumeClaim',
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  }),
  'a quota': at('v1', 'resourcequotas', { kind: 'ResourceQuota', spec: { hard: { pods: '10' } } }),
  'a limit': at('v1', 'limitranges', { kind: 'LimitRange', spec: { limits: [{ type: 'Pod', max: { cpu: '2' } }] } }),
  'a network policy': at('networking.k8s.io/v1', 'networkpolicies', {
    kind: 'NetworkPolicy',
    spec: { podSelector: {}, egress: [{}], ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 80 }] }] },
  }),
  'a network policy for nothing': at('networking.k8s.io/v1', 'networkpolicies', { kind: 'NetworkPolicy', spec: {} }),
  'an ingress': at('networking.k8s.io/v1', 'ingresses', {
    kind: 'Ingress',
    spec: {
      rules: [
        {
          host: 'a.example',
          http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 's', port: { number: 80 } } } }] },
        },
      ],
    },
  }),
  'an ingress class': at(
    'networking.k8s.io/v1',
    'ingressclasses',
    { kind: 'IngressClass', spec: { controller: 'x.example/y', parameters: { kind: 'X', name: 'x' } } },
    false,
  ),
  'a role': at('rbac.authorization.k8s.io/v1', 'roles', { kind: 'Role' }),
  'a role binding': at('rbac.authorization.k8s.io/v1', 'rolebindings', {
    kind: 'RoleBinding',
    roleRef: { kind: 'Role', name: 'r' },
    subjects: [
      { kind: 'User', name: 'u' },
      { kind: 'ServiceAccount', name: 's', namespace: 'n' },
    ],
  }),
  'a cluster role': at(
    'rbac.authorization.k8s.io/v1',
    'clusterroles',
    { kind: 'ClusterRole', aggregationRule: { clusterRoleSelectors: [{}] }, rules: [] },
    false,
  ),
  'a budget': at('policy/v1', 'poddisruptionbudgets', { kind: 'PodDisruptionBudget', spec: { selector } }),
  'a lease': at('coordination.k8s.io/v1', 'leases', { kind: 'Lease', spec: { renewTime: '2026-01-02T03:04:05.000006Z' } }),
  'an endpoint slice': at('discovery.k8s.io/v1', 'endpointslices', {
    kind: 'EndpointSlice',
    addressType: 'IPv4',
    endpoints: [{ addresses: ['10.0.0.1'] }],
    ports: [{ port: 80 }],
  }),
  'an empty endpoint slice': at('discovery.k8s.io/v1', 'endpointslices', { kind: 'EndpointSlice', addressType: 'IPv4' }),
  'an autoscaler': at('autoscaling/v2', 'horizontalpodautoscalers', {
    kind: 'HorizontalPodAutoscaler',
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'd' },
      maxReplicas: 3,
      behavior: { scaleUp: { selectPolicy: 'Min' } },
    },
  }),
  'an admission policy': at(
    'admissionregistration.k8s.io/v1',
    'validatingadmissionpolicies',
    { kind: 'ValidatingAdmissionPolicy', spec: { matchConstraints: { resourceRules: rules }, validations: [{ expression: 'true' }] } },
    false,
  ),
  'an admission binding': at(
    'admissionregistration.k8s.io/v1',
    'validatingadmissionpolicybindings',
    {
      kind: 'ValidatingAdmissionPolicyBinding',
      spec: { policyName: 'p', validationActions: ['Deny'], matchResources: { namespaceSelector: selector } },
    },
    false,
  ),
  'a validating webhook': at(
    'admissionregistration.k8s.io/v1',
    'validatingwebhookconfigurations',
    { kind: 'ValidatingWebhookConfiguration', webhooks: [webhook] },
    false,
  ),
  'a mutating webhook': at(
    'admissionregistration.k8s.io/v1',
    'mutatingwebhookconfigurations',
    { kind: 'MutatingWebhookConfiguration', webhooks: [webhook] },
    false,
  ),
  'a definition': at(
    'apiextensions.k8s.io/v1',
    'customresourcedefinitions',
    {
      kind: 'CustomResourceDefinition',
      metadata: { name: 'ys.t.example' },
      spec: {
        group: 't.example',
        scope: 'Cluster',
        names: { plural: 'ys', kind: 'Y' },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: {
              openAPIV3Schema: {
                type: 'object',
                properties: {
                  a: { type: 'array', items: { type: 'string' } },
                  b: { type: 'object', additionalProperties: { type: 'integer' } },
                },
              },
            },
          },
        ],
      },
    },
    false,
  ),
};

/** What the server allots, and no default says: addresses, tolerations, priorities, the selector of a job. */
const ALLOTTED: Readonly<Record<string, readonly string[]>> = {
  Service: ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy', 'nodePort'],
  Pod: ['tolerations', 'priority', 'preemptionPolicy', 'serviceAccount', 'serviceAccountName'],
  Namespace: ['finalizers'],
  Node: ['taints'],
  Job: ['selector', 'labels'],
  StatefulSet: ['phase'],
};

/** The object without what the server allots: its metadata, its status. */
export function filled(object: JsonObject): Json {
  const allotted = new Set(ALLOTTED[textAt(object, 'kind')]);
  const without = (value: Json): Json => {
    if (Array.isArray(value)) return (value as readonly Json[]).map(without);
    return isJsonObject(value)
      ? Object.fromEntries(
          Object.entries(value)
            .filter(([name]) => !allotted.has(name))
            .map(([name, held]) => [name, without(held ?? null)]),
        )
      : value;
  };
  const { metadata, status: _, ...rest } = object;
  const { labels = null } = metadata as JsonObject;
  return masked(without({ ...rest, labels }));
}

export const defaultsAnswers: AnswerTable = {
  file: new URL('./defaults-answers.json', import.meta.url),
  async answers(ask) {
    const answers: Record<string, Json> = {};
    for (const [name, { path, body }] of Object.entries(DEFAULTS_CASES)) {
      const { code, body: object } = await ask({ method: 'POST', path: `${path}?dryRun=All`, body });
      if (code !== 201) throw new Error(`${name}: ${JSON.stringify(object)}`);
      answers[name] = filled(object);
    }
    return answers;
  },
};
