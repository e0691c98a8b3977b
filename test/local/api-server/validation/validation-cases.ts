import type { Json, JsonObject } from '../../../../ground/json/json.ts';
import { VOLUME_CASES } from './volume-cases.ts';
import { masked, type ServerAnswer, type AnswerTable } from '../answers/ask.ts';

/** A body that is created; or one that exists, and what it is changed to. */
export interface ValidationCase {
  readonly path: string;
  readonly body: JsonObject;
  readonly change?: JsonObject;
}

const core = (plural: string) => `/api/v1/namespaces/default/${plural}`;
const apis = (groupVersion: string, plural: string) => `/apis/${groupVersion}/namespaces/default/${plural}`;
const RBAC = 'rbac.authorization.k8s.io/v1';

const object = (apiVersion: string, kind: string, rest: JsonObject = {}, metadata: JsonObject = {}): JsonObject => ({
  apiVersion,
  kind,
  metadata: { name: 'v', ...metadata },
  ...rest,
});
const map = (rest: JsonObject = {}, metadata: JsonObject = {}): ValidationCase => ({
  path: core('configmaps'),
  body: object('v1', 'ConfigMap', rest, metadata),
});
const secret = (rest: JsonObject): ValidationCase => ({ path: core('secrets'), body: object('v1', 'Secret', rest) });
const container = (rest: JsonObject = {}): JsonObject => ({ name: 'c', image: 'i', ...rest });
const pod = (spec: JsonObject, metadata: JsonObject = {}): ValidationCase => ({
  path: core('pods'),
  body: object('v1', 'Pod', { spec: { containers: [container()], ...spec } }, metadata),
});
const one = (rest: JsonObject): ValidationCase => pod({ containers: [container(rest)] });
const mounted = (volumes: Json, mounts: Json): ValidationCase => pod({ volumes, containers: [container({ volumeMounts: mounts })] });
const workload = (spec: JsonObject = {}, podSpec: JsonObject = {}, metadata: JsonObject = {}): JsonObject =>
  object(
    'apps/v1',
    'Deployment',
    {
      spec: {
        selector: { matchLabels: { a: 'b' } },
        template: { metadata: { labels: { a: 'b' } }, spec: { containers: [container()], ...podSpec } },
        ...spec,
      },
    },
    metadata,
  );
const deployment = (spec: JsonObject = {}, podSpec: JsonObject = {}): ValidationCase => ({
  path: apis('apps/v1', 'deployments'),
  body: workload(spec, podSpec),
});
const service = (spec: JsonObject, metadata: JsonObject = {}): ValidationCase => ({
  path: core('services'),
  body: object('v1', 'Service', { spec: { ports: [{ port: 80 }], ...spec } }, metadata),
});
const role = (rules: Json): ValidationCase => ({ path: apis(RBAC, 'roles'), body: object(RBAC, 'Role', { rules }) });
const binding = (roleRef: JsonObject, subjects: Json = []): ValidationCase => ({
  path: apis(RBAC, 'rolebindings'),
  body: object(RBAC, 'RoleBinding', { roleRef, subjects }),
});
const policy = (spec: JsonObject): ValidationCase => ({
  path: apis('networking.k8s.io/v1', 'networkpolicies'),
  body: object('networking.k8s.io/v1', 'NetworkPolicy', { spec: { podSelector: {}, ...spec } }),
});
const budget = (spec: JsonObject): ValidationCase => ({
  path: apis('policy/v1', 'poddisruptionbudgets'),
  body: object('policy/v1', 'PodDisruptionBudget', { spec: { selector: { matchLabels: { a: 'b' } }, ...spec } }),
});
const lease = (spec: JsonObject): ValidationCase => ({
  path: apis('coordination.k8s.io/v1', 'leases'),
  body: object('coordination.k8s.io/v1', 'Lease', { spec }),
});
const slice = (rest: JsonObject): ValidationCase => ({
  path: apis('discovery.k8s.io/v1', 'endpointslices'),
  body: object('discovery.k8s.io/v1', 'EndpointSlice', { addressType: 'IPv4', endpoints: [], ...rest }),
});
const event = (rest: JsonObject): ValidationCase => ({ path: core('events'), body: object('v1', 'Event', rest) });
const job = (spec: JsonObject, podSpec: JsonObject = {}): ValidationCase => ({
  path: apis('batch/v1', 'jobs'),
  body: object('batch/v1', 'Job', {
    spec: { template: { spec: { restartPolicy: 'Never', containers: [container()], ...podSpec } }, ...spec },
  }),
});
const changed = ({ path, body }: ValidationCase, name: string, change: JsonObject): ValidationCase => ({
  path,
  body: { ...body, metadata: { ...(body['metadata'] as JsonObject), name } },
  change,
});
const probe = (livenessProbe: JsonObject) => one({ livenessProbe });
const owner = (rest: JsonObject) => map({}, { ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'p', uid: 'u', ...rest }] });
const letters = (count: number) => 'a'.repeat(count);

export const VALIDATION_CASES: Readonly<Record<string, ValidationCase>> = {
  // Metadata
  'no name': map({}, { name: '' }),
  'a bad name': map({}, { name: 'A_b' }),
  'a long name': map({}, { name: letters(254) }),
  'another namespace': map({}, { namespace: 'other' }),
  'a bad label key': map({}, { labels: { 'a b': 'c' } }),
  'a label key of two slashes': map({}, { labels: { 'a/b/c': 'd' } }),
  'a label key without a name': map({}, { labels: { 'a.b/': 'd' } }),
  'a label key without a prefix': map({}, { labels: { '/b': 'd' } }),
  'a label key with a bad prefix': map({}, { labels: { 'A_/b': 'd' } }),
  'a bad label value': map({}, { labels: { a: 'b c' } }),
  'a long label value': map({}, { labels: { a: letters(64) } }),
  'a long label key': map({}, { labels: { [letters(64)]: 'b' } }),
  'a bad annotation key': map({}, { annotations: { 'a b': 'c' } }),
  'large annotations': map({}, { annotations: { a: letters(262_145) } }),
  'a finalizer without a prefix': map({}, { finalizers: ['foo'] }),
  'a bad finalizer': map({}, { finalizers: ['a b/c'] }),
  'an owner without a uid': owner({ uid: '' }),
  'an owner without a name': owner({ name: '' }),
  'an owner without a kind': owner({ kind: '' }),
  'an owner without a version': owner({ apiVersion: '' }),
  'two controllers': map(
    {},
    { ownerReferences: ['p', 'q'].map((name) => ({ apiVersion: 'v1', kind: 'Pod', name, uid: name, controller: true })) },
  ),
  'a namespace with dots': { path: '/api/v1/namespaces', body: object('v1', 'Namespace', {}, { name: 'a.b' }) },
  'a namespace in a namespace': { path: '/api/v1/namespaces', body: object('v1', 'Namespace', {}, { name: 'a', namespace: 'b' }) },
  // ConfigMaps and Secrets
  'a bad key': map({ data: { 'a b': '1' } }),
  'a key of dots': map({ data: { '..': '1' } }),
  'a key twice': map({ data: { a: '1' }, binaryData: { a: 'eA==' } }),
  'too much data': map({ data: { a: letters(1_048_577) } }),
  'an immutable map changed': changed(map({ data: { a: '1' }, immutable: true }), 'v-immutable', { data: { a: '2' } }),
  'an immutable map made mutable': changed(map({ data: { a: '1' }, immutable: true }), 'v-immutable-2', { immutable: false }),
  'a docker secret without its key': secret({ type: 'kubernetes.io/dockerconfigjson', data: {} }),
  'a tls secret without its keys': secret({ type: 'kubernetes.io/tls', data: {} }),
  'the type of a secret': changed(secret({ data: { a: 'eA==' } }), 'v-type', { type: 'x/y' }),
  // Pods
  'no containers': pod({ containers: [] }),
  'a container without a name': one({ name: '' }),
  'a container with a bad name': one({ name: 'A_' }),
  'a container without an image': one({ image: '' }),
  'an image with a space': one({ image: ' i' }),
  'two containers of a name': pod({ containers: [container(), container()] }),
  'an unknown restart policy': pod({ restartPolicy: 'x' }),
  'an unknown dns policy': pod({ dnsPolicy: 'x' }),
  'a negative grace period': pod({ terminationGracePeriodSeconds: -1 }),
  'an unknown pull policy': one({ imagePullPolicy: 'x' }),
  'an unknown message policy': one({ terminationMessagePolicy: 'x' }),
  'a port of zero': one({ ports: [{ containerPort: 0 }] }),
  'a port too large': one({ ports: [{ containerPort: 70_000 }] }),
  'a port of an unknown protocol': one({ ports: [{ containerPort: 80, protocol: 'x' }] }),
  'a port with a bad name': one({ ports: [{ containerPort: 80, name: 'A_b' }] }),
  'a port with a long name': one({ ports: [{ containerPort: 80, name: 'abcdefghijklmnop' }] }),
  'two ports of a name': one({
    ports: [
      { containerPort: 80, name: 'a' },
      { containerPort: 81, name: 'a' },
    ],
  }),
  'two host ports': one({
    ports: [
      { containerPort: 80, hostPort: 80 },
      { containerPort: 81, hostPort: 80 },
    ],
  }),
  'an env without a name': one({ env: [{ name: '', value: 'x' }] }),
  'an env with a bad name': one({ env: [{ name: 'a=b', value: 'x' }] }),
  'an env of two values': one({ env: [{ name: 'a', value: 'x', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }] }),
  'an env of no source': one({ env: [{ name: 'a', valueFrom: {} }] }),
  'an env of an unknown field': one({ env: [{ name: 'a', valueFrom: { fieldRef: { fieldPath: 'metadata.foo' } } }] }),
  'an env of a map without a name': one({ env: [{ name: 'a', valueFrom: { configMapKeyRef: { key: 'k' } } }] }),
  'an env of a map without a key': one({ env: [{ name: 'a', valueFrom: { configMapKeyRef: { name: 'm', key: '' } } }] }),
  'an env from nothing': one({ envFrom: [{}] }),
  'a volume without a name': pod({ volumes: [{ name: '', emptyDir: {} }] }),
  'a volume with a bad name': pod({ volumes: [{ name: 'A', emptyDir: {} }] }),
  'two volumes of a name': pod({
    volumes: [
      { name: 'a', emptyDir: {} },
      { name: 'a', emptyDir: {} },
    ],
  }),
  'a volume of two sources': pod({ volumes: [{ name: 'a', emptyDir: {}, configMap: { name: 'm' } }] }),
  'a volume of no config map': pod({ volumes: [{ name: 'a', configMap: {} }] }),
  'a volume of no secret': pod({ volumes: [{ name: 'a', secret: {} }] }),
  'a volume with a bad mode': pod({ volumes: [{ name: 'a', configMap: { name: 'm', defaultMode: 5_000 } }] }),
  'a volume with an absolute path': pod({ volumes: [{ name: 'a', configMap: { name: 'm', items: [{ key: 'k', path: '/x' }] } }] }),
  'a volume with a path upwards': pod({ volumes: [{ name: 'a', configMap: { name: 'm', items: [{ key: 'k', path: '../x' }] } }] }),
  'a host path without a path': pod({ volumes: [{ name: 'a', hostPath: { path: '' } }] }),
  'a claim without a name': pod({ volumes: [{ name: 'a', persistentVolumeClaim: { claimName: '' } }] }),
  ...Object.fromEntries(
    Object.entries(VOLUME_CASES).map(([name, { volumes, mounts = [] }]) => [
      name,
      pod({ serviceAccountName: 'default', volumes, containers: [container({ volumeMounts: mounts })] }),
    ]),
  ),
  'a mount of no volume': mounted([], [{ name: 'a', mountPath: '/x' }]),
  'a mount without a path': mounted([{ name: 'a', emptyDir: {} }], [{ name: 'a', mountPath: '' }]),
  'two mounts of a path': mounted(
    [{ name: 'a', emptyDir: {} }],
    [
      { name: 'a', mountPath: '/x' },
      { name: 'a', mountPath: '/x' },
    ],
  ),
  'more requested than allowed': one({ resources: { limits: { cpu: '1' }, requests: { cpu: '2' } } }),
  'a negative limit': one({ resources: { limits: { cpu: '-1' } } }),
  'an unknown resource': one({ resources: { limits: { foo: '1' } } }),
  'a probe of nothing': probe({}),
  'a probe of two ways': probe({ httpGet: { port: 80 }, exec: { command: ['x'] } }),
  'a probe with a bad port': probe({ httpGet: { port: 0 } }),
  'a probe with a bad port name': probe({ tcpSocket: { port: 'A_' } }),
  'a probe that waits less than nothing': probe({ httpGet: { port: 80 }, initialDelaySeconds: -1 }),
  'a liveness probe of two successes': probe({ httpGet: { port: 80 }, successThreshold: 2 }),
  'a probe of no command': probe({ exec: {} }),
  'a probe of an unknown scheme': probe({ httpGet: { port: 80, scheme: 'x' } }),
  'no user and root': one({ securityContext: { runAsUser: -1 } }),
  'an unknown seccomp profile': pod({ securityContext: { seccompProfile: { type: 'x' } } }),
  'a local profile without a name': pod({ securityContext: { seccompProfile: { type: 'Localhost' } } }),
  'a bad service account': pod({ serviceAccountName: 'A_' }),
  'a bad node selector': pod({ nodeSelector: { 'a b': 'c' } }),
  'a bad hostname': pod({ hostname: 'A_' }),
  'a toleration of nothing': pod({ tolerations: [{ operator: 'Equal', value: 'x' }] }),
  'an unknown toleration effect': pod({ tolerations: [{ key: 'a', operator: 'Exists', effect: 'x' }] }),
  'a deadline of zero': pod({ activeDeadlineSeconds: 0 }),
  'a spread without a key': pod({ topologySpreadConstraints: [{ maxSkew: 0, topologyKey: '', whenUnsatisfiable: 'x' }] }),
  'an init container with a probe': pod({ initContainers: [container({ name: 'i', livenessProbe: { httpGet: { port: 80 } } })] }),
  'an init container of the same name': pod({ initContainers: [container()] }),
  'the image of a pod': changed(pod({}), 'v-image', { spec: { containers: [container({ image: 'j' })] } }),
  'the command of a pod': changed(pod({}), 'v-command', { spec: { containers: [container({ command: ['x'] })] } }),
  'another container': changed(pod({}), 'v-containers', { spec: { containers: [container(), container({ name: 'd' })] } }),
  // Workloads
  'no selector': deployment({ selector: undefined }),
  'an empty selector': deployment({ selector: {} }),
  'a selector that misses': deployment({ selector: { matchLabels: { x: 'y' } } }),
  'a bad selector': deployment({ selector: { matchExpressions: [{ key: 'a', operator: 'In' }] } }),
  'an unknown operator': deployment({ selector: { matchExpressions: [{ key: 'a', operator: 'x' }] } }),
  'values that may not be': deployment({ selector: { matchExpressions: [{ key: 'a', operator: 'Exists', values: ['b'] }] } }),
  'fewer replicas than none': deployment({ replicas: -1 }),
  'an unknown strategy': deployment({ strategy: { type: 'x' } }),
  'a rolling recreation': deployment({ strategy: { type: 'Recreate', rollingUpdate: { maxSurge: 1 } } }),
  'neither surge nor loss': deployment({ strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } } }),
  'a surge that is no percentage': deployment({ strategy: { rollingUpdate: { maxSurge: 'x' } } }),
  'a loss of more than all': deployment({ strategy: { rollingUpdate: { maxUnavailable: '101%' } } }),
  'a negative surge': deployment({ strategy: { rollingUpdate: { maxSurge: -1 } } }),
  'a deadline before it is ready': deployment({ minReadySeconds: 600 }),
  'a negative history': deployment({ revisionHistoryLimit: -1 }),
  'a template without containers': deployment({}, { containers: [] }),
  'a template that ends': deployment({}, { restartPolicy: 'Never' }),
  'a template with a deadline': deployment({}, { activeDeadlineSeconds: 1 }),
  'a template with a bad container': deployment({}, { containers: [container({ name: 'A', image: '' })] }),
  'another selector': changed(deployment(), 'v-selector', {
    spec: { selector: { matchLabels: { c: 'd' } }, template: { metadata: { labels: { a: 'b', c: 'd' } } } },
  }),
  'a replica set without a template': {
    path: apis('apps/v1', 'replicasets'),
    body: object('apps/v1', 'ReplicaSet', { spec: { selector: { matchLabels: { a: 'b' } } } }),
  },
  'a job that always restarts': job({}, { restartPolicy: 'Always' }),
  'a job of fewer than none': job({ parallelism: -1 }),
  'a job with a selector': job({ selector: { matchLabels: { a: 'b' } } }),
  'a cron job without a schedule': {
    path: apis('batch/v1', 'cronjobs'),
    body: object('batch/v1', 'CronJob', {
      spec: { schedule: 'x', jobTemplate: { spec: { template: { spec: { restartPolicy: 'Never', containers: [container()] } } } } },
    }),
  },
  // Services and the network
  'a service without ports': service({ ports: [] }),
  'a service port of zero': service({ ports: [{ port: 0 }] }),
  'a service port of an unknown protocol': service({ ports: [{ port: 80, protocol: 'x' }] }),
  'two ports without names': service({ ports: [{ port: 80 }, { port: 81 }] }),
  'two service ports of a name': service({
    ports: [
      { name: 'a', port: 80 },
      { name: 'a', port: 81 },
    ],
  }),
  'a service port twice': service({
    ports: [
      { name: 'a', port: 80 },
      { name: 'b', port: 80 },
    ],
  }),
  'a bad service port name': service({ ports: [{ name: 'A_', port: 80 }] }),
  'a bad target port': service({ ports: [{ port: 80, targetPort: 'A_' }] }),
  'a target port too large': service({ ports: [{ port: 80, targetPort: 70_000 }] }),
  'an unknown service type': service({ type: 'x' }),
  'an unknown affinity': service({ sessionAffinity: 'x' }),
  'a bad cluster ip': service({ clusterIP: 'x' }),
  'an external name without a name': service({ type: 'ExternalName' }),
  'a bad external name': service({ type: 'ExternalName', externalName: 'a_b' }),
  'a headless node port': service({ type: 'NodePort', clusterIP: 'None' }),
  'a node port too small': service({ type: 'NodePort', ports: [{ port: 80, nodePort: 80 }] }),
  'a node port that none wants': service({ ports: [{ port: 80, nodePort: 30_000 }] }),
  'a bad service name': service({}, { name: '1a' }),
  'a bad service selector': service({ selector: { 'a b': 'c' } }),
  'an unknown traffic policy': service({ internalTrafficPolicy: 'x' }),
  'another cluster ip': changed(service({ clusterIP: '10.0.0.90' }), 'v-ip', {
    spec: { clusterIP: '10.0.0.91', clusterIPs: ['10.0.0.91'] },
  }),
  'a policy port too large': policy({ ingress: [{ ports: [{ port: 70_000 }] }] }),
  'a policy port of an unknown protocol': policy({ ingress: [{ ports: [{ port: 80, protocol: 'x' }] }] }),
  'a policy from nothing': policy({ ingress: [{ from: [{}] }] }),
  'a policy from two': policy({ ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' }, podSelector: {} }] }] }),
  'a policy with a bad block': policy({ ingress: [{ from: [{ ipBlock: { cidr: 'x' } }] }] }),
  'a policy with an exception outside': policy({ egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['11.0.0.0/16'] } }] }] }),
  'a policy of an unknown type': policy({ policyTypes: ['x'] }),
  'a policy with a bad selector': policy({ podSelector: { matchLabels: { 'a b': 'c' } } }),
  'a policy port range': policy({ ingress: [{ ports: [{ port: 80, endPort: 70 }] }] }),
  'a slice of an unknown kind': slice({ addressType: 'x' }),
  'a slice without addresses': slice({ endpoints: [{ addresses: [] }] }),
  'a slice with a bad address': slice({ endpoints: [{ addresses: ['x'] }] }),
  'a slice with ports of a name': slice({
    ports: [
      { name: 'a', port: 80 },
      { name: 'a', port: 81 },
    ],
  }),
  'another kind of slice': changed(slice({}), 'v-slice', { addressType: 'IPv6' }),
  // Access, budgets, leases, events
  'a rule without verbs': role([{ apiGroups: [''], resources: ['pods'] }]),
  'a rule without resources': role([{ verbs: ['get'], apiGroups: [''] }]),
  'a rule without groups': role([{ verbs: ['get'], resources: ['pods'] }]),
  'a role with paths': role([{ verbs: ['get'], nonResourceURLs: ['/x'] }]),
  'a bad role name': { path: apis(RBAC, 'roles'), body: object(RBAC, 'Role', { rules: [] }, { name: 'a/b' }) },
  'a binding of nothing': binding({ kind: '', name: '' }),
  'a binding of an unknown kind': binding({ kind: 'x', name: 'r', apiGroup: 'rbac.authorization.k8s.io' }),
  'a binding of a foreign group': binding({ kind: 'Role', name: 'r', apiGroup: 'x' }),
  'a subject without a name': binding({ kind: 'Role', name: 'r' }, [{ kind: 'User', name: '' }]),
  'a subject of an unknown kind': binding({ kind: 'Role', name: 'r' }, [{ kind: 'x', name: 'n' }]),
  'an account without a namespace': binding({ kind: 'Role', name: 'r' }, [{ kind: 'ServiceAccount', name: 'n' }]),
  'an account in a group': binding({ kind: 'Role', name: 'r' }, [{ kind: 'ServiceAccount', name: 'n', namespace: 'm', apiGroup: 'x' }]),
  'another role': changed(binding({ kind: 'Role', name: 'r' }), 'v-role', { roleRef: { name: 's' } }),
  'a budget of both': budget({ minAvailable: 1, maxUnavailable: 1 }),
  'a budget of less than none': budget({ minAvailable: -1 }),
  'a budget that is no percentage': budget({ minAvailable: 'x' }),
  'a budget of more than all': budget({ maxUnavailable: '101%' }),
  'an unknown eviction policy': budget({ minAvailable: 1, unhealthyPodEvictionPolicy: 'x' }),
  'a lease of no time': lease({ leaseDurationSeconds: 0 }),
  'a lease of negative transitions': lease({ leaseTransitions: -1 }),
  'a lease without a holder': lease({ holderIdentity: '' }),
  'an event of another namespace': event({ involvedObject: { kind: 'Pod', name: 'p', namespace: 'other' } }),
  'an event of no namespace': event({ involvedObject: { kind: 'Pod', name: 'p' } }),
  'an autoscaler of none': {
    path: apis('autoscaling/v2', 'horizontalpodautoscalers'),
    body: object('autoscaling/v2', 'HorizontalPodAutoscaler', { spec: { maxReplicas: 0, scaleTargetRef: { kind: '', name: '' } } }),
  },
  'an autoscaler of more than most': {
    path: apis('autoscaling/v2', 'horizontalpodautoscalers'),
    body: object('autoscaling/v2', 'HorizontalPodAutoscaler', {
      spec: { maxReplicas: 1, minReplicas: 2, scaleTargetRef: { kind: 'Deployment', name: 'd' } },
    }),
  },
};

/** A forbidden change of a pod ends with a diff of Go's structs, which no client reads. */
const withoutDiff = (text: string) => (text.includes('pod updates may not change fields') ? (text.split('\n', 1)[0] ?? '') : text);

export const outcome = ({ code, body }: ServerAnswer): Json => {
  if (code < 400) return { code: 'accepted' };
  const told = { code, message: body['message'], reason: body['reason'], details: body['details'] };
  return masked(JSON.parse(JSON.stringify(told), (_, value: Json) => (typeof value === 'string' ? withoutDiff(value) : value)) as Json);
};

export const validationAnswers: AnswerTable = {
  file: new URL('./validation-answers.json', import.meta.url),
  async answers(ask) {
    const answers: Record<string, Json> = {};
    for (const [name, { path, body, change }] of Object.entries(VALIDATION_CASES)) {
      const made = await ask({ method: 'POST', path: change ? path : `${path}?dryRun=All`, body });
      const { name: called } = body['metadata'] as { name: string };
      answers[name] = outcome(
        change
          ? await ask({ method: 'PATCH', path: `${path}/${called}`, contentType: 'application/strategic-merge-patch+json', body: change })
          : made,
      );
      if (change && made.code !== 201) throw new Error(`${name}: ${JSON.stringify(made.body)}`);
    }
    return answers;
  },
};
