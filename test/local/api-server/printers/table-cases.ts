import type { Json, JsonObject } from '../../../../ground/json/json.ts';
import { shown } from '../../../../ground/json/read-json.ts';
import { masked, type AnswerTable, type AskServer } from '../answers/ask.ts';

/** An object, and the status that is written to it afterwards. */
interface TableCase {
  readonly path: string;
  readonly object: JsonObject;
  readonly status?: JsonObject;
}
const core = (plural: string) => `/api/v1/namespaces/default/${plural}`;
const named = (apiVersion: string, kind: string, name: string, rest: JsonObject = {}, metadata: JsonObject = {}): JsonObject => ({
  apiVersion,
  kind,
  metadata: { name, ...metadata },
  ...rest,
});
const container = { name: 'c', image: 'i:1' };
const template = { metadata: { labels: { a: 'b' } }, spec: { containers: [container, { name: 'd', image: 'j:2' }] } };
const selector = { matchLabels: { a: 'b' }, matchExpressions: [{ key: 'a', operator: 'Exists' }] };
const pod = (name: string, status: JsonObject, spec: JsonObject = {}): TableCase => ({
  path: core('pods'),
  object: named('v1', 'Pod', `t-${name}`, { spec: { containers: [container], ...spec } }),
  status,
});
const ran = (state: JsonObject, rest: JsonObject = {}) => ({
  name: 'c',
  image: 'i:1',
  imageID: '',
  ready: false,
  restartCount: 0,
  state,
  ...rest,
});
const RUNNING = { running: { startedAt: '2026-01-01T00:00:00Z' } };
const ended = (exitCode: number, reason?: string, rest: JsonObject = {}) => ({
  terminated: {
    exitCode,
    ...(reason !== undefined && { reason }),
    startedAt: '2026-01-01T00:00:00Z',
    finishedAt: '2026-01-01T00:00:00Z',
    containerID: 'x://y',
    ...rest,
  },
});
const scaler = (name: string, spec: JsonObject) => ({
  path: '/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers',
  object: named('autoscaling/v2', 'HorizontalPodAutoscaler', name, {
    spec: { scaleTargetRef: { kind: 'Deployment', name: 'd', apiVersion: 'apps/v1' }, maxReplicas: 3, ...spec },
  }),
});

export const TABLE_CASES: Readonly<Record<string, TableCase>> = {
  'a pending pod': pod('pending', { phase: 'Pending' }),
  'a running pod': pod(
    'running',
    {
      phase: 'Running',
      podIP: '10.1.2.3',
      podIPs: [{ ip: '10.1.2.3' }],
      conditions: [{ type: 'Ready', status: 'True' }],
      containerStatuses: [ran(RUNNING, { ready: true, restartCount: 2 })],
    },
    { nodeName: 'n1' },
  ),
  'a pod that crashes': pod('crash', {
    phase: 'Running',
    containerStatuses: [ran({ waiting: { reason: 'CrashLoopBackOff' } }, { restartCount: 3 })],
  }),
  'a pod that has ended': pod('done', { phase: 'Succeeded', containerStatuses: [ran(ended(0, 'Completed'))] }, { restartPolicy: 'Never' }),
  'a pod that has failed without a reason': pod(
    'failed',
    { phase: 'Failed', containerStatuses: [ran(ended(3))] },
    { restartPolicy: 'Never' },
  ),
  'a pod that a signal has ended': pod(
    'signal',
    { phase: 'Failed', containerStatuses: [ran(ended(0, undefined, { signal: 9 }))] },
    { restartPolicy: 'Never' },
  ),
  'an evicted pod': pod('evicted', { phase: 'Failed', reason: 'Evicted' }),
  'a pod that initializes': pod(
    'init',
    {
      phase: 'Pending',
      initContainerStatuses: [ran(ended(0), { name: 'i1' }), ran({ waiting: { reason: 'PodInitializing' } }, { name: 'i2' })],
    },
    {
      initContainers: [
        { name: 'i1', image: 'i' },
        { name: 'i2', image: 'i' },
      ],
    },
  ),
  'a pod whose initialization fails': pod(
    'init-error',
    { phase: 'Pending', initContainerStatuses: [ran(ended(1, 'Error'), { name: 'i1', restartCount: 4 })] },
    { initContainers: [{ name: 'i1', image: 'i' }] },
  ),
  'a pod with a sidecar': pod(
    'sidecar',
    {
      phase: 'Running',
      initContainerStatuses: [ran(RUNNING, { name: 'i1', started: true, ready: true })],
      containerStatuses: [ran(RUNNING, { ready: true })],
    },
    { initContainers: [{ name: 'i1', image: 'i', restartPolicy: 'Always' }] },
  ),
  'a pod with readiness gates': pod(
    'gates',
    { phase: 'Running', conditions: [{ type: 'x/y', status: 'True' }] },
    { readinessGates: [{ conditionType: 'x/y' }, { conditionType: 'x/z' }] },
  ),
  'a gated pod': pod('gated', { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }] }),
  'a deployment': {
    path: '/apis/apps/v1/namespaces/default/deployments',
    object: named('apps/v1', 'Deployment', 't-d', { spec: { replicas: 3, selector, template } }),
    status: { replicas: 3, readyReplicas: 1, updatedReplicas: 2, availableReplicas: 1 },
  },
  'a replica set': {
    path: '/apis/apps/v1/namespaces/default/replicasets',
    object: named('apps/v1', 'ReplicaSet', 't-rs', { spec: { replicas: 2, selector, template } }),
    status: { replicas: 2, readyReplicas: 1 },
  },
  'a stateful set': {
    path: '/apis/apps/v1/namespaces/default/statefulsets',
    object: named('apps/v1', 'StatefulSet', 't-ss', { spec: { serviceName: 's', selector, template } }),
    status: { replicas: 1, readyReplicas: 1 },
  },
  'a daemon set': {
    path: '/apis/apps/v1/namespaces/default/daemonsets',
    object: named('apps/v1', 'DaemonSet', 't-ds', {
      spec: { selector, template: { ...template, spec: { ...template.spec, nodeSelector: { x: 'y' } } } },
    }),
  },
  'a job': {
    path: '/apis/batch/v1/namespaces/default/jobs',
    object: named('batch/v1', 'Job', 't-j', {
      spec: { completions: 3, template: { spec: { restartPolicy: 'Never', containers: [container] } } },
    }),
  },
  'a cron job': {
    path: '/apis/batch/v1/namespaces/default/cronjobs',
    object: named('batch/v1', 'CronJob', 't-cj', {
      spec: {
        schedule: '* * * * *',
        suspend: true,
        jobTemplate: { spec: { template: { spec: { restartPolicy: 'Never', containers: [container] } } } },
      },
    }),
  },
  'a service': {
    path: core('services'),
    object: named('v1', 'Service', 't-s', {
      spec: {
        clusterIP: '10.0.0.77',
        selector: { a: 'b' },
        ports: [
          { name: 'x', port: 80 },
          { name: 'y', port: 81, protocol: 'UDP' },
        ],
      },
    }),
  },
  'a headless service': { path: core('services'), object: named('v1', 'Service', 't-sh', { spec: { clusterIP: 'None' } }) },
  'a load balancer': {
    path: core('services'),
    object: named('v1', 'Service', 't-lb', {
      spec: { type: 'LoadBalancer', clusterIP: '10.0.0.78', ports: [{ port: 80, nodePort: 30_080 }] },
    }),
  },
  'a balanced load balancer': {
    path: core('services'),
    object: named('v1', 'Service', 't-lb2', {
      spec: { type: 'LoadBalancer', clusterIP: '10.0.0.79', ports: [{ port: 80, nodePort: 30_081 }] },
    }),
    status: { loadBalancer: { ingress: [{ ip: '1.2.3.4' }, { hostname: 'h.example' }] } },
  },
  'an external name': {
    path: core('services'),
    object: named('v1', 'Service', 't-en', { spec: { type: 'ExternalName', externalName: 'x.example' } }),
  },
  'a config map': { path: core('configmaps'), object: named('v1', 'ConfigMap', 't-cm', { data: { a: '1' }, binaryData: { b: 'eA==' } }) },
  'a secret': { path: core('secrets'), object: named('v1', 'Secret', 't-sec', { stringData: { a: '1' } }) },
  'a service account': { path: core('serviceaccounts'), object: named('v1', 'ServiceAccount', 't-sa') },
  'a namespace': { path: '/api/v1/namespaces', object: named('v1', 'Namespace', 't-ns') },
  'a node': {
    path: '/api/v1/nodes',
    object: named(
      'v1',
      'Node',
      't-node',
      { spec: { unschedulable: true } },
      { labels: { 'node-role.kubernetes.io/worker': '', 'kubernetes.io/role': 'x' } },
    ),
    status: {
      conditions: [{ type: 'Ready', status: 'True' }],
      addresses: [{ type: 'InternalIP', address: '1.1.1.1' }],
      nodeInfo: {
        kubeletVersion: 'v1',
        osImage: 'o',
        kernelVersion: 'k',
        architecture: 'arm64',
        containerRuntimeVersion: '',
        machineID: '',
        systemUUID: '',
        bootID: '',
        kubeProxyVersion: '',
        operatingSystem: '',
      },
    },
  },
  'an unknown node': { path: '/api/v1/nodes', object: named('v1', 'Node', 't-node2') },
  'an event': {
    path: core('events'),
    object: named('v1', 'Event', 't-e', {
      involvedObject: { kind: 'Pod', name: 'p', namespace: 'default', fieldPath: 'spec.containers{c}' },
      type: 'Normal',
      reason: 'R',
      message: ' M ',
      count: 3,
      source: { component: 'kubelet', host: 'n1' },
      firstTimestamp: '2026-01-01T00:00:00Z',
      lastTimestamp: '2026-01-01T00:00:00Z',
    }),
  },
  'a new event': {
    path: '/apis/events.k8s.io/v1/namespaces/default/events',
    object: named('events.k8s.io/v1', 'Event', 't-e2', {
      regarding: { kind: 'Pod', name: 'p', namespace: 'default' },
      type: 'Warning',
      reason: 'R',
      note: 'N',
      action: 'a',
      reportingController: 'x.y/z',
      reportingInstance: 'z-1',
      eventTime: '2026-01-01T00:00:00.000000Z',
    }),
  },
  'a lease': {
    path: '/apis/coordination.k8s.io/v1/namespaces/default/leases',
    object: named('coordination.k8s.io/v1', 'Lease', 't-l', { spec: { holderIdentity: 'me' } }),
  },
  'an endpoint slice': {
    path: '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices',
    object: named('discovery.k8s.io/v1', 'EndpointSlice', 't-es', {
      addressType: 'IPv4',
      ports: [{ name: 'http', port: 80 }, { name: 'any' }],
      endpoints: [{ addresses: ['10.1.1.1'] }, { addresses: ['10.1.1.2'] }, { addresses: ['10.1.1.3'] }, { addresses: ['10.1.1.4'] }],
    }),
  },
  'an empty endpoint slice': {
    path: '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices',
    object: named('discovery.k8s.io/v1', 'EndpointSlice', 't-es2', { addressType: 'IPv4', endpoints: [], ports: [] }),
  },
  endpoints: {
    path: core('endpoints'),
    object: named('v1', 'Endpoints', 't-ep', {
      subsets: [
        {
          addresses: [{ ip: '10.1.1.1' }, { ip: '10.1.1.2' }],
          ports: [
            { name: 'a', port: 80 },
            { name: 'b', port: 81 },
          ],
        },
      ],
    }),
  },
  'a role': {
    path: '/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles',
    object: named('rbac.authorization.k8s.io/v1', 'Role', 't-r', { rules: [] }),
  },
  'a role binding': {
    path: '/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings',
    object: named('rbac.authorization.k8s.io/v1', 'RoleBinding', 't-rb', {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'r' },
      subjects: [
        { kind: 'User', name: 'u', apiGroup: 'rbac.authorization.k8s.io' },
        { kind: 'Group', name: 'g', apiGroup: 'rbac.authorization.k8s.io' },
        { kind: 'ServiceAccount', name: 's', namespace: 'n' },
        { kind: 'ServiceAccount', name: 't', namespace: 'n' },
      ],
    }),
  },
  'a network policy': {
    path: '/apis/networking.k8s.io/v1/namespaces/default/networkpolicies',
    object: named('networking.k8s.io/v1', 'NetworkPolicy', 't-np', {
      spec: {
        podSelector: {
          matchExpressions: [
            { key: 'x', operator: 'NotIn', values: ['b', 'a'] },
            { key: 'a', operator: 'DoesNotExist' },
          ],
          matchLabels: { m: 'n' },
        },
      },
    }),
  },
  'a network policy for all': {
    path: '/apis/networking.k8s.io/v1/namespaces/default/networkpolicies',
    object: named('networking.k8s.io/v1', 'NetworkPolicy', 't-np2', { spec: { podSelector: {} } }),
  },
  'an ingress': {
    path: '/apis/networking.k8s.io/v1/namespaces/default/ingresses',
    object: named('networking.k8s.io/v1', 'Ingress', 't-i', {
      spec: { ingressClassName: 'nginx', tls: [{}], rules: ['a', 'b', 'c', 'd'].map((host) => ({ host: `${host}.example` })) },
    }),
  },
  'a disruption budget': {
    path: '/apis/policy/v1/namespaces/default/poddisruptionbudgets',
    object: named('policy/v1', 'PodDisruptionBudget', 't-pdb', { spec: { minAvailable: '50%', selector } }),
  },
  'an autoscaler': scaler('t-hpa', {}),
  'an autoscaler of many metrics': scaler('t-hpa2', {
    minReplicas: 2,
    metrics: [
      { type: 'Resource', resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '1Gi' } } },
      { type: 'Pods', pods: { metric: { name: 'm' }, target: { type: 'AverageValue', averageValue: '10' } } },
      { type: 'External', external: { metric: { name: 'm' }, target: { type: 'Value', value: '5' } } },
    ],
  }),
  'a quota': {
    path: core('resourcequotas'),
    object: named('v1', 'ResourceQuota', 't-q', { spec: { hard: { cpu: '1', 'limits.cpu': '2' } } }),
    status: { hard: { cpu: '1', pods: '4', 'limits.cpu': '2' }, used: { cpu: '500m' } },
  },
  'a claim': {
    path: core('persistentvolumeclaims'),
    object: named('v1', 'PersistentVolumeClaim', 't-pvc', {
      spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'fast', resources: { requests: { storage: '1Gi' } } },
    }),
  },
  'a volume': {
    path: '/api/v1/persistentvolumes',
    object: named('v1', 'PersistentVolume', 't-pv', {
      spec: {
        accessModes: ['ReadWriteMany', 'ReadWriteOnce'],
        capacity: { storage: '1Gi' },
        hostPath: { path: '/x' },
        claimRef: { namespace: 'n', name: 'c' },
      },
    }),
  },
  'an admission policy': {
    path: '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies',
    object: named('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', 't-vap', {
      spec: {
        matchConstraints: { resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }] },
        validations: [{ expression: 'true' }],
      },
    }),
  },
  'an admission binding': {
    path: '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings',
    object: named('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicyBinding', 't-vapb', {
      spec: { policyName: 't-none', validationActions: ['Deny'], paramRef: { name: 'p', parameterNotFoundAction: 'Deny' } },
    }),
  },
};

const AGES: ReadonlySet<Json> = new Set<Json>(['Age', 'Created At', 'Last Seen', 'First Seen', 'Last Schedule', 'Duration']);
/** A table without descriptions and ages. */
export function plainTable({
  columnDefinitions,
  cells,
}: {
  readonly columnDefinitions: readonly JsonObject[];
  readonly cells: readonly Json[];
}): JsonObject {
  return {
    columns: columnDefinitions.map(
      ({ name, type, format, priority }) => `${shown(name)} ${shown(type)} ${shown(format)} ${shown(priority)}`,
    ),
    cells: cells.map((cell, at) =>
      AGES.has(columnDefinitions[at]?.['name'] ?? '')
        ? '<age>'
        : typeof cell === 'string'
          ? cell.replace(/\(.* ago\)/, '(<age> ago)')
          : cell,
    ),
  };
}

const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';

async function table(ask: AskServer, { path, object, status }: TableCase): Promise<Json> {
  const { name } = object['metadata'] as { name: string };
  const made = await ask({ method: 'POST', path, body: object });
  if (made.code !== 201) throw new Error(JSON.stringify(made.body));
  if (status) await ask({ method: 'PATCH', path: `${path}/${name}/status`, contentType: 'application/merge-patch+json', body: { status } });
  const { body } = await ask({ method: 'GET', path: `${path}/${name}?includeObject=Object`, accept: TABLE });
  const [row] = body['rows'] as { cells: Json[]; object: JsonObject }[];
  if (!row) throw new Error('no row');
  const { managedFields: _, ...metadata } = row.object['metadata'] as JsonObject;
  return {
    object: masked({ ...row.object, metadata }),
    ...(masked(plainTable({ columnDefinitions: body['columnDefinitions'] as JsonObject[], cells: row.cells })) as JsonObject),
  };
}

export const tableAnswers: AnswerTable = {
  file: new URL('./table-answers.json', import.meta.url),
  async answers(ask) {
    const answers: Record<string, Json> = {};
    for (const [name, told] of Object.entries(TABLE_CASES)) answers[name] = await table(ask, told);
    return answers;
  },
};
