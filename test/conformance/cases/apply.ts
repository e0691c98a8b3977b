import { casesOf, type Case } from '../case.ts';
import { APPLY, configMap, deployment, MERGE, namespaced, pod } from '../objects.ts';

const apply = casesOf('server-side apply');
const fieldValidation = casesOf('field validation');
const defaults = casesOf('defaults');
const validation = casesOf('validation');
const protobuf = casesOf('protobuf bodies');

export const applyCases: readonly Case[] = [
  apply.succeeds('creates, changes and shares an object', async ({ namespace, ask }) => {
    const at = `${namespaced(namespace, 'configmaps')}/c`;
    await ask('PATCH', `${at}?fieldManager=one`, configMap('c', { data: { a: '1', b: '2' } }), APPLY);
    await ask('PATCH', `${at}?fieldManager=one`, configMap('c', { data: { a: '1' } }), APPLY);
    await ask('PATCH', `${at}?fieldManager=two`, configMap('c', { data: { a: '1', c: '3' } }), APPLY);
    await ask('PATCH', `${at}?fieldManager=one`, configMap('c', { data: {} }), APPLY);
    await ask('PATCH', `${at}?fieldManager=two`, configMap('c', { data: { a: '1', c: '3' } }), APPLY);
  }),
  apply.succeeds('merges lists by their keys', async ({ namespace, ask }) => {
    const at = `${namespaced(namespace, 'deployments', 'apis/apps/v1')}/d`;
    const container = (fields: object) =>
      deployment('d', {
        template: { metadata: { labels: { app: 'd' } }, spec: { containers: [{ name: 'main', image: 'civ8s:1', ...fields }] } },
      });
    await ask('PATCH', `${at}?fieldManager=one`, container({ env: [{ name: 'A', value: '1' }], ports: [{ containerPort: 80 }] }), APPLY);
    await ask(
      'PATCH',
      `${at}?fieldManager=two`,
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'd' },
        spec: { template: { spec: { containers: [{ name: 'main', env: [{ name: 'B', value: '2' }] }] } } },
      },
      APPLY,
    );
    await ask('PATCH', `${at}?fieldManager=one`, container({ env: [] }), APPLY);
  }),
  apply.succeeds('takes fields over by force', async ({ namespace, ask, quietly }) => {
    const at = `${namespaced(namespace, 'configmaps')}/c`;
    await quietly('PATCH', `${at}?fieldManager=one`, configMap('c', { data: { a: '1' } }), APPLY);
    await ask('PATCH', `${at}?fieldManager=two&force=true`, configMap('c', { data: { a: '2' } }), APPLY);
  }),
  apply.succeeds('follows updates by others', async ({ namespace, ask, quietly }) => {
    const at = `${namespaced(namespace, 'configmaps')}/c`;
    await quietly('POST', `${namespaced(namespace, 'configmaps')}?fieldManager=maker`, configMap('c', { data: { a: '1', b: '2' } }));
    await ask('PATCH', `${at}?fieldManager=editor`, { data: { a: '9' }, metadata: { labels: { x: 'y' } } }, MERGE);
    await ask('PATCH', `${at}?fieldManager=editor`, { data: { a: null } }, MERGE);
    await ask('PATCH', `${at}?fieldManager=clear`, { metadata: { managedFields: [{}] } }, MERGE);
  }),
  apply.succeeds('applies a status', async ({ namespace, ask, quietly }) => {
    const at = namespaced(namespace, 'deployments', 'apis/apps/v1');
    await quietly('POST', at, deployment('d'));
    await ask(
      'PATCH',
      `${at}/d/status?fieldManager=watcher`,
      { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'd' }, status: { replicas: 2 } },
      APPLY,
    );
  }),
  apply.refuses('reports conflicts', async ({ namespace, ask, quietly }) => {
    const at = `${namespaced(namespace, 'configmaps')}/c`;
    await quietly('PATCH', `${at}?fieldManager=one`, configMap('c', { data: { a: '1', b: '1' } }), APPLY);
    await ask('PATCH', `${at}?fieldManager=two`, configMap('c', { data: { a: '2' } }), APPLY);
    await ask('PATCH', `${at}?fieldManager=two`, configMap('c', { data: { a: '2', b: '2' } }), APPLY);
    await quietly('PATCH', `${at}?fieldManager=editor`, { data: { a: '9' } }, MERGE);
    await ask('PATCH', `${at}?fieldManager=one`, configMap('c', { data: { a: '1', b: '1' } }), APPLY);
  }),
  apply.refuses('refuses what it cannot apply', async ({ namespace, ask }) => {
    const at = `${namespaced(namespace, 'configmaps')}/c`;
    await ask('PATCH', at, configMap('c'), APPLY);
    await ask('PATCH', `${at}?fieldManager=one`, configMap('other'), APPLY);
    await ask(
      'PATCH',
      `${at}?fieldManager=one`,
      configMap('c', {}, { managedFields: [{ manager: 'x', operation: 'Apply', apiVersion: 'v1', fieldsType: 'FieldsV1', fieldsV1: {} }] }),
      APPLY,
    );
    await ask('PATCH', `${at}?fieldManager=one&fieldValidation=Strict`, configMap('c', { dat: {} }), APPLY);
  }),
  apply.tells('tells a watch once, and nothing of an apply that changes nothing', async ({ namespace, quietly, watch }) => {
    const at = namespaced(namespace, 'configmaps');
    const events = await watch(`${at}?watch=true`);
    await quietly('PATCH', `${at}/c?fieldManager=one`, configMap('c', { data: { a: '1' } }), APPLY);
    await quietly('PATCH', `${at}/c?fieldManager=one`, configMap('c', { data: { a: '1' } }), APPLY);
    await quietly('PATCH', `${at}/c?fieldManager=one`, configMap('c', { data: { a: '2' } }), APPLY);
    await events.take(2);
  }),
];

const UNKNOWN = '{"metadata":{"name":"c","x":1},"dat":{"a":1},"dat":{},"data":{"a":"1","a":"2"}}';

export const fieldValidationCases: readonly Case[] = [
  fieldValidation.succeeds('warns of unknown and double fields, or does not', async ({ namespace, ask }) => {
    const at = namespaced(namespace, 'configmaps');
    await ask('POST', `${at}?fieldValidation=Warn&dryRun=All`, UNKNOWN);
    await ask('POST', `${at}?fieldValidation=Ignore&dryRun=All`, UNKNOWN);
    await ask('POST', `${at}?dryRun=All`, UNKNOWN);
    await ask(
      'POST',
      `${namespaced(namespace, 'deployments', 'apis/apps/v1')}?dryRun=All`,
      deployment('d', {
        replica: 1,
        template: { metadata: { labels: { app: 'd' } }, spec: { containers: [{ name: 'main', image: 'i', port: [] }] } },
      }),
    );
  }),
  fieldValidation.refuses('refuses unknown and double fields if asked to', async ({ namespace, ask, quietly }) => {
    const at = namespaced(namespace, 'configmaps');
    await ask('POST', `${at}?fieldValidation=Strict`, UNKNOWN);
    await ask('POST', `${at}?fieldValidation=Loose`, UNKNOWN);
    await quietly('POST', at, configMap('c'));
    await ask('PUT', `${at}/c?fieldValidation=Strict`, UNKNOWN);
    await ask('PATCH', `${at}/c?fieldValidation=Strict`, { dat: {} }, MERGE);
    await ask(
      'POST',
      `${namespaced(namespace, 'deployments', 'apis/apps/v1')}?fieldValidation=Strict`,
      deployment('d', {
        replica: 1,
        template: { metadata: { labels: { app: 'd' } }, spec: { containers: [{ name: 'main', image: 'i', port: [] }] } },
      }),
    );
  }),
];

const SPECS: readonly (readonly [plural: string, api: string, body: object])[] = [
  [
    'pods',
    'api/v1',
    pod('x', {
      containers: [
        {
          name: 'a',
          image: 'civ8s',
          ports: [{ containerPort: 80 }],
          livenessProbe: { httpGet: { port: 80 } },
          env: [{ name: 'IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } }],
        },
        {
          name: 'b',
          image: 'civ8s:1',
          resources: { limits: { cpu: '0.1', memory: '1024Ki' } },
          readinessProbe: { exec: { command: ['true'] } },
        },
      ],
      volumes: [{ name: 'v', configMap: { name: 'c' } }, { name: 'w' }, { name: 'e', emptyDir: { sizeLimit: '1Gi' } }],
    }),
  ],
  [
    'deployments',
    'apis/apps/v1',
    {
      metadata: { name: 'x' },
      spec: {
        selector: { matchLabels: { a: 'b' } },
        template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'a', image: 'i' }] } },
      },
    },
  ],
  [
    'replicasets',
    'apis/apps/v1',
    {
      metadata: { name: 'x' },
      spec: {
        selector: { matchLabels: { a: 'b' } },
        template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'a', image: 'i' }] } },
      },
    },
  ],
  [
    'statefulsets',
    'apis/apps/v1',
    {
      metadata: { name: 'x' },
      spec: {
        selector: { matchLabels: { a: 'b' } },
        template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'a', image: 'i' }] } },
      },
    },
  ],
  [
    'daemonsets',
    'apis/apps/v1',
    {
      metadata: { name: 'x' },
      spec: {
        selector: { matchLabels: { a: 'b' } },
        template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'a', image: 'i' }] } },
      },
    },
  ],
  [
    'jobs',
    'apis/batch/v1',
    { metadata: { name: 'x' }, spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'i' }] } } } },
  ],
  [
    'cronjobs',
    'apis/batch/v1',
    {
      metadata: { name: 'x' },
      spec: {
        schedule: '* * * * *',
        jobTemplate: { spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'i' }] } } } },
      },
    },
  ],
  [
    'services',
    'api/v1',
    {
      metadata: { name: 'x' },
      spec: {
        clusterIP: 'None',
        selector: { a: 'b' },
        ports: [
          { name: 'http', port: 80, targetPort: 'http' },
          { name: 'p', port: 81 },
        ],
      },
    },
  ],
  [
    'networkpolicies',
    'apis/networking.k8s.io/v1',
    {
      metadata: { name: 'x' },
      spec: { podSelector: {}, egress: [{ ports: [{ port: 53, protocol: 'UDP' }, { port: 80 }], to: [{ podSelector: {} }] }] },
    },
  ],
  [
    'ingresses',
    'apis/networking.k8s.io/v1',
    {
      metadata: { name: 'x' },
      spec: {
        rules: [
          { host: 'a.b', http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 's', port: { number: 80 } } } }] } },
        ],
      },
    },
  ],
  [
    'poddisruptionbudgets',
    'apis/policy/v1',
    { metadata: { name: 'x' }, spec: { maxUnavailable: '50%', selector: { matchLabels: { a: 'b' } } } },
  ],
  [
    'roles',
    'apis/rbac.authorization.k8s.io/v1',
    { metadata: { name: 'x' }, rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['patch'] }] },
  ],
  [
    'rolebindings',
    'apis/rbac.authorization.k8s.io/v1',
    {
      metadata: { name: 'x' },
      roleRef: { kind: 'Role', name: 'x' },
      subjects: [
        { kind: 'ServiceAccount', name: 's' },
        { kind: 'User', name: 'u' },
      ],
    },
  ],
  [
    'endpointslices',
    'apis/discovery.k8s.io/v1',
    { metadata: { name: 'x' }, addressType: 'IPv4', endpoints: [{ addresses: ['10.1.2.3'] }], ports: [{ port: 80 }] },
  ],
  ['endpoints', 'api/v1', { metadata: { name: 'x' }, subsets: [{ addresses: [{ ip: '10.1.2.3' }], ports: [{ port: 80 }] }] }],
  [
    'persistentvolumeclaims',
    'api/v1',
    { metadata: { name: 'x' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
  ],
  [
    'horizontalpodautoscalers',
    'apis/autoscaling/v2',
    { metadata: { name: 'x' }, spec: { maxReplicas: 3, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'x' } } },
  ],
  ['limitranges', 'api/v1', { metadata: { name: 'x' }, spec: { limits: [{ type: 'Container', max: { cpu: '1' } }] } }],
  ['resourcequotas', 'api/v1', { metadata: { name: 'x' }, spec: { hard: { pods: '10' } } }],
  ['serviceaccounts', 'api/v1', { metadata: { name: 'x' } }],
  ['secrets', 'api/v1', { metadata: { name: 'x' }, type: 'kubernetes.io/basic-auth', stringData: { username: 'u' } }],
];

export const defaultCases: readonly Case[] = SPECS.map(([plural, api, body]) =>
  defaults.succeeds(
    `fills in what is left open of ${plural}`,
    async ({ namespace, ask }) => void (await ask('POST', namespaced(namespace, plural, api), body)),
  ),
);

const INVALID: readonly (readonly [why: string, plural: string, api: string, body: object])[] = [
  ['a name', 'configmaps', 'api/v1', configMap('A_')],
  ['a long name', 'configmaps', 'api/v1', configMap('a'.repeat(254))],
  ['no name', 'configmaps', 'api/v1', { metadata: {} }],
  ['a label', 'configmaps', 'api/v1', configMap('c', {}, { labels: { 'a b': 'c' } })],
  ['an annotation', 'configmaps', 'api/v1', configMap('c', {}, { annotations: { 'a b': 'c' } })],
  ['a finalizer', 'configmaps', 'api/v1', configMap('c', {}, { finalizers: ['x'] })],
  [
    'an owner',
    'configmaps',
    'api/v1',
    configMap('c', {}, { ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: '', uid: '' }] }),
  ],
  ['a key of a ConfigMap', 'configmaps', 'api/v1', configMap('c', { data: { 'a b': 'c' } })],
  ['a Deployment without template', 'deployments', 'apis/apps/v1', { metadata: { name: 'd' } }],
  [
    'a Deployment whose selector does not fit',
    'deployments',
    'apis/apps/v1',
    deployment('d', { selector: { matchLabels: { app: 'other' } } }),
  ],
  ['negative replicas', 'deployments', 'apis/apps/v1', deployment('d', { replicas: -1 })],
  ['a pod without containers', 'pods', 'api/v1', pod('p', { containers: [] })],
  ['a container without name or image', 'pods', 'api/v1', pod('p', { containers: [{}] })],
  [
    'two containers of a name',
    'pods',
    'api/v1',
    pod('p', {
      containers: [
        { name: 'a', image: 'i' },
        { name: 'a', image: 'i' },
      ],
    }),
  ],
  ['a port out of range', 'pods', 'api/v1', pod('p', { containers: [{ name: 'a', image: 'i', ports: [{ containerPort: 70_000 }] }] })],
  ['a quantity', 'pods', 'api/v1', pod('p', { containers: [{ name: 'a', image: 'i', resources: { limits: { cpu: 'abc' } } }] })],
  [
    'a mount without volume',
    'pods',
    'api/v1',
    pod('p', { containers: [{ name: 'a', image: 'i', volumeMounts: [{ name: 'v', mountPath: '/v' }] }] }),
  ],
  ['a restart policy', 'pods', 'api/v1', pod('p', { restartPolicy: 'Sometimes' })],
  ['a Service without ports', 'services', 'api/v1', { metadata: { name: 's' }, spec: {} }],
  ["a Service's name", 'services', 'api/v1', { metadata: { name: 's_' }, spec: { ports: [{ port: 80 }] } }],
  ["a namespace's name", 'namespaces', '', { metadata: { name: 'a.b' } }],
  [
    'a Role without verbs',
    'roles',
    'apis/rbac.authorization.k8s.io/v1',
    { metadata: { name: 'r' }, rules: [{ apiGroups: [''], resources: ['pods'] }] },
  ],
  ['a RoleBinding without roleRef', 'rolebindings', 'apis/rbac.authorization.k8s.io/v1', { metadata: { name: 'r' }, subjects: [] }],
  ["a Lease's duration", 'leases', 'apis/coordination.k8s.io/v1', { metadata: { name: 'l' }, spec: { leaseDurationSeconds: 0 } }],
  ["a secret's bytes", 'secrets', 'api/v1', { metadata: { name: 's' }, data: { a: '!' } }],
];

export const validationCases: readonly Case[] = [
  ...INVALID.map(([why, plural, api, body]) =>
    validation.refuses(
      `refuses ${why}`,
      async ({ namespace, ask }) =>
        void (await ask('POST', plural === 'namespaces' ? '/api/v1/namespaces' : namespaced(namespace, plural, api), body)),
    ),
  ),
  validation.refuses('refuses to change what must not change', async ({ namespace, ask, quietly }) => {
    const at = namespaced(namespace, 'deployments', 'apis/apps/v1');
    await quietly('POST', at, deployment('d'));
    await ask(
      'PATCH',
      `${at}/d`,
      { spec: { selector: { matchLabels: { app: 'd', x: 'y' } }, template: { metadata: { labels: { x: 'y' } } } } },
      MERGE,
    );
    await quietly('POST', namespaced(namespace, 'pods'), pod('p'));
    await ask('PATCH', `${namespaced(namespace, 'pods')}/p`, { spec: { restartPolicy: 'Never' } }, MERGE);
    await quietly('POST', namespaced(namespace, 'configmaps'), configMap('c', { immutable: true, data: { a: '1' } }));
    await ask('PATCH', `${namespaced(namespace, 'configmaps')}/c`, { data: { a: '2' } }, MERGE);
    await ask('PATCH', `${namespaced(namespace, 'configmaps')}/c`, { immutable: false }, MERGE);
  }),
];

// `kubectl create configmap c --from-literal a=1`, as it goes over the wire: k8s\0, then Unknown{TypeMeta, raw}.
const CONFIG_MAP_BYTES = Buffer.concat([
  Buffer.from('k8s\0'),
  Buffer.from([0x0a, 0x0f, 0x0a, 0x02]),
  Buffer.from('v1'),
  Buffer.from([0x12, 0x09]),
  Buffer.from('ConfigMap'),
  Buffer.from([0x12, 0x0d, 0x0a, 0x03, 0x0a, 0x01]),
  Buffer.from('c'),
  Buffer.from([0x12, 0x06, 0x0a, 0x01]),
  Buffer.from('a'),
  Buffer.from([0x12, 0x01]),
  Buffer.from('1'),
]);
const PROTOBUF = { type: 'application/vnd.kubernetes.protobuf' };

export const protobufCases: readonly Case[] = [
  protobuf.succeeds(
    'reads a ConfigMap',
    async ({ namespace, ask }) => void (await ask('POST', namespaced(namespace, 'configmaps'), CONFIG_MAP_BYTES, PROTOBUF)),
  ),
  protobuf.refuses('refuses bytes that are none', async ({ namespace, ask }) => {
    await ask('POST', namespaced(namespace, 'configmaps'), Buffer.from('{}'), PROTOBUF);
    await ask('POST', namespaced(namespace, 'secrets'), CONFIG_MAP_BYTES, PROTOBUF);
  }),
];

/** Which worker of a shop goes first is said by an annotation that the server reads. */
export const deletionCostCases: readonly Case[] = [
  validation.refuses('refuses a deletion cost that is not a number of 32 bits', async ({ namespace, ask, quietly }) => {
    const [pods, deployments] = [namespaced(namespace, 'pods'), namespaced(namespace, 'deployments', 'apis/apps/v1')];
    const metadata = (cost: string) => ({ annotations: { 'controller.kubernetes.io/pod-deletion-cost': cost } });
    for (const cost of ['+1', '01', '1.5', '', '2147483648', '-2147483649', '1 ']) await ask('POST', pods, pod('p', {}, metadata(cost)));
    const template = { metadata: { labels: { app: 'd' }, ...metadata('cheap') }, spec: { containers: [{ name: 'c', image: 'i' }] } };
    await ask('POST', deployments, deployment('d', { template }));
    await quietly('POST', pods, pod('p'));
    await ask('PATCH', `${pods}/p`, { metadata: metadata('cheap') }, MERGE);
  }),
  validation.succeeds('takes a deletion cost that is a number of 32 bits', async ({ namespace, ask }) => {
    for (const cost of ['0', '-0', '-01', '2147483647', '-2147483648']) {
      const metadata = { annotations: { 'controller.kubernetes.io/pod-deletion-cost': cost } };
      await ask('POST', `${namespaced(namespace, 'pods')}?dryRun=All`, pod('p', {}, metadata));
    }
  }),
];
