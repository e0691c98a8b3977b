import type { Json, JsonObject } from '../../../../ground/json/json.ts';
import { masked, type ServerAnswer, type AnswerTable, type AskServer } from '../answers/ask.ts';

export interface ApplyStep {
  readonly by: string;
  readonly do: 'apply' | 'create' | 'json' | 'merge' | 'strategic' | 'update';
  readonly body: Json;
  readonly force?: boolean;
  readonly subresource?: string;
}
/** A history of one object: what each step answers. */
export interface History {
  readonly path: string;
  readonly name: string;
  readonly steps: readonly ApplyStep[];
}

const TYPES = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
} as const;
const MAPS = '/api/v1/namespaces/default/configmaps';
const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';
const SERVICES = '/api/v1/namespaces/default/services';

const map = (name: string, rest: JsonObject, metadata: JsonObject = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, ...metadata },
  ...rest,
});
const mapHistory = (name: string, ...steps: readonly ApplyStep[]): History => ({ path: MAPS, name, steps });
const applied = (by: string, body: Json, more: Partial<ApplyStep> = {}): ApplyStep => ({ by, do: 'apply', body, ...more });

const deployment = (spec: JsonObject, metadata: JsonObject = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'd', ...metadata },
  spec,
});
const pods = (...containers: JsonObject[]) => ({
  selector: { matchLabels: { a: 'b' } },
  template: { metadata: { labels: { a: 'b' } }, spec: { containers } },
});
const deploymentHistory = (name: string, ...steps: readonly ApplyStep[]): History => ({
  path: DEPLOYMENTS,
  name,
  steps: steps.map((step) => (Array.isArray(step.body) ? step : { ...step, body: named(step.body as JsonObject, name) })),
});
const named = (body: JsonObject, name: string): JsonObject =>
  'metadata' in body ? { ...body, metadata: { ...(body['metadata'] as JsonObject), name } } : body;

export const HISTORIES: Readonly<Record<string, History>> = {
  'apply creates, and owns what it says': mapHistory(
    'h1',
    applied('one', map('h1', { data: { a: '1' } }, { labels: { l: '1' }, finalizers: ['a/b'] })),
  ),
  'apply again changes nothing': mapHistory(
    'h2',
    applied('one', map('h2', { data: { a: '1' } })),
    applied('one', map('h2', { data: { a: '1' } })),
  ),
  'a field that is dropped goes': mapHistory(
    'h3',
    applied('one', map('h3', { data: { a: '1', b: '2' } })),
    applied('one', map('h3', { data: { a: '1' } })),
  ),
  'all fields dropped': mapHistory(
    'h4',
    applied('one', map('h4', { data: { a: '1', b: '2' } }, { labels: { x: 'y' } })),
    applied('one', map('h4', {})),
  ),
  'a shared field stays until the last owner drops it': mapHistory(
    'h5',
    applied('one', map('h5', { data: { a: '1' } })),
    applied('two', map('h5', { data: { a: '1' } })),
    applied('one', map('h5', {})),
    applied('two', map('h5', {})),
  ),
  'conflict with an applier': mapHistory(
    'h6',
    applied('one', map('h6', { data: { a: '1' } })),
    applied('two', map('h6', { data: { a: '2' } })),
    applied('two', map('h6', { data: { a: '2' } }), { force: true }),
  ),
  'conflicts with two managers': mapHistory(
    'h7',
    applied('one', map('h7', { data: { a: '1' } })),
    { by: 'three', do: 'merge', body: { data: { b: '1', c: '3' } } },
    applied('two', map('h7', { data: { a: '2', b: '2', c: '2' } })),
    applied('two', map('h7', { data: { a: '2', b: '2', c: '2' } }), { force: true }),
  ),
  'create, merge and json patches': mapHistory(
    'h8',
    { by: 'one', do: 'create', body: map('h8', { data: { a: '1' } }, { labels: { l: '1' }, annotations: { n: '1' } }) },
    { by: 'two', do: 'merge', body: { data: { b: '2' } } },
    { by: 'three', do: 'json', body: [{ op: 'replace', path: '/data/a', value: '3' }] },
    { by: 'one', do: 'merge', body: { data: { b: null }, metadata: { labels: null } } },
  ),
  'a patch that changes nothing': mapHistory(
    'h9',
    { by: 'one', do: 'create', body: map('h9', { data: { a: '1' } }) },
    { by: 'two', do: 'merge', body: { data: { a: '1' } } },
  ),
  'an update': mapHistory(
    'h10',
    { by: 'one', do: 'create', body: map('h10', { data: { a: '1', b: '1' } }) },
    { by: 'two', do: 'update', body: map('h10', { data: { a: '1', b: '2', c: '3' } }) },
    { by: 'one', do: 'update', body: map('h10', { data: { a: '1' } }) },
  ),
  'an applier drops what an updater has changed': mapHistory(
    'h11',
    applied('one', map('h11', { data: { a: '1', b: '2' } })),
    { by: 'two', do: 'merge', body: { data: { b: '3' } } },
    applied('one', map('h11', { data: { a: '1' } })),
  ),
  'sets of owners': mapHistory(
    'h12',
    applied('one', map('h12', {}, { finalizers: ['a/b', 'c/d'] })),
    applied('two', map('h12', {}, { finalizers: ['e/f', 'c/d'] })),
    applied('one', map('h12', {}, { finalizers: ['a/b'] })),
  ),
  'resetting managers': mapHistory(
    'h13',
    applied('one', map('h13', { data: { a: '1' } })),
    { by: 'two', do: 'merge', body: { metadata: { managedFields: [{}] } } },
    applied('one', map('h13', { data: { b: '1' } })),
  ),
  'containers by name': deploymentHistory(
    'd1',
    applied(
      'one',
      deployment(
        pods({
          name: 'c',
          image: 'i',
          ports: [{ containerPort: 80 }],
          env: [
            { name: 'A', value: '1' },
            { name: 'B', value: '2' },
          ],
        }),
      ),
    ),
    applied('two', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'd1' },
      spec: {
        template: {
          spec: {
            containers: [
              {
                name: 'c',
                env: [
                  { name: 'C', value: '3' },
                  { name: 'A', value: '1' },
                ],
              },
            ],
          },
        },
      },
    }),
    applied('one', deployment(pods({ name: 'c', image: 'i2', env: [{ name: 'B', value: '2' }] }))),
  ),
  'a container added and dropped': deploymentHistory(
    'd2',
    applied('one', deployment(pods({ name: 'a', image: 'i' }, { name: 'b', image: 'i' }))),
    applied('one', deployment(pods({ name: 'b', image: 'i' }, { name: 'c', image: 'i' }))),
  ),
  'replicas given away': deploymentHistory(
    'd3',
    applied('one', deployment({ ...pods({ name: 'c', image: 'i' }), replicas: 3 })),
    { by: 'scaler', do: 'merge', body: { spec: { replicas: 5 } } },
    applied('one', deployment({ ...pods({ name: 'c', image: 'i' }), replicas: 3 })),
    applied('one', deployment(pods({ name: 'c', image: 'i' }))),
  ),
  'a created deployment, applied over': deploymentHistory(
    'd4',
    { by: 'one', do: 'create', body: deployment({ ...pods({ name: 'c', image: 'i' }), strategy: { type: 'Recreate' } }) },
    applied('two', deployment({ ...pods({ name: 'c', image: 'j' }) }, { labels: { x: 'y' } })),
    applied('two', deployment({ ...pods({ name: 'c', image: 'j' }) }, { labels: { x: 'y' } }), { force: true }),
    { by: 'one', do: 'strategic', body: { spec: { template: { spec: { containers: [{ name: 'c', image: 'k', args: ['x'] }] } } } } },
  ),
  'status has managers of its own': deploymentHistory(
    'd5',
    applied('one', deployment(pods({ name: 'c', image: 'i' }))),
    { by: 'two', do: 'merge', subresource: 'status', body: { status: { replicas: 1, observedGeneration: 1 } } },
    applied(
      'three',
      { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'd5' }, status: { replicas: 2 } },
      { subresource: 'status' },
    ),
    applied(
      'three',
      { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'd5' }, status: { replicas: 2 } },
      { subresource: 'status', force: true },
    ),
  ),
  'null and empty values': deploymentHistory(
    'd6',
    applied(
      'one',
      deployment(
        { ...pods({ name: 'c', image: 'i', resources: {}, securityContext: {} }), strategy: {}, minReadySeconds: null },
        { labels: {}, annotations: null },
      ),
    ),
  ),
  'an atomic map': deploymentHistory(
    'd7',
    applied('one', deployment(pods({ name: 'c', image: 'i' }))),
    applied('two', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'd7' },
      spec: { selector: { matchLabels: { a: 'b' } }, template: { spec: { nodeSelector: { n: '1' } } } },
    }),
    applied(
      'one',
      deployment({
        ...pods({ name: 'c', image: 'i' }),
        template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'i' }], nodeSelector: { m: '2' } } },
      }),
    ),
  ),
  'ports with a default key': {
    path: SERVICES,
    name: 's1',
    steps: [
      applied('one', {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 's1' },
        spec: {
          clusterIP: 'None',
          selector: { a: 'b' },
          ports: [
            { name: 'x', port: 80 },
            { name: 'y', port: 81, protocol: 'UDP' },
          ],
        },
      }),
      applied('two', {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 's1' },
        spec: { ports: [{ name: 'x', port: 80, protocol: 'TCP', targetPort: 8080 }] },
      }),
      applied(
        'two',
        {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: 's1' },
          spec: { ports: [{ name: 'x', port: 80, protocol: 'TCP', targetPort: 8080 }] },
        },
        { force: true },
      ),
    ],
  },
  'an unknown field': deploymentHistory('d8', applied('one', deployment({ ...pods({ name: 'c', image: 'i' }), foo: 1 }))),
  'a field of the wrong type': deploymentHistory('d9', applied('one', deployment({ ...pods({ name: 'c', image: 'i' }), replicas: '1' }))),
  'a boolean that is none': deploymentHistory('d12', applied('one', deployment({ ...pods({ name: 'c', image: 'i' }), paused: 'x' }))),
  'a text that is no text': mapHistory('h14', applied('one', map('h14', { data: { a: 1 } }))),
  'a list that is a map': deploymentHistory('d10', applied('one', deployment({ template: { spec: { containers: { a: 'b' } } } }))),
  'a map that is a list': deploymentHistory('d13', applied('one', deployment({ template: ['x'] }))),
  'the same key twice': deploymentHistory('d11', applied('one', deployment(pods({ name: 'c', image: 'i' }, { name: 'c', image: 'j' })))),
  'the same item of a set twice': mapHistory('h15', applied('one', map('h15', {}, { finalizers: ['a/b', 'a/b'] }))),
  'managedFields in the body': mapHistory('h16', applied('one', map('h16', {}, { managedFields: [{ manager: 'x' }] }))),
  'kubectl takes over from its client side': mapHistory(
    'h17',
    {
      by: 'kubectl-client-side-apply',
      do: 'create',
      body: map(
        'h17',
        { data: { a: '1', b: '2' } },
        {
          annotations: {
            'kubectl.kubernetes.io/last-applied-configuration':
              '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"h17"},"data":{"a":"1","b":"2"}}',
          },
        },
      ),
    },
    applied('kubectl', map('h17', { data: { a: '5' } })),
  ),
  'twelve updaters': mapHistory(
    'h18',
    { by: 'first', do: 'create', body: map('h18', { data: { a: '1' } }) },
    ...Array.from({ length: 12 }, (_, n): ApplyStep => ({
      by: `later${String(n).padStart(2, '0')}`,
      do: 'merge',
      body: { data: { [`k${n}`]: '1' } },
    })),
  ),
};

function question({ path, name }: History, { by, do: verb, body, force = false, subresource }: ApplyStep) {
  const query = `?fieldManager=${by}${force ? '&force=true' : ''}`;
  const at = `${path}/${name}${subresource === undefined ? '' : `/${subresource}`}`;
  if (verb === 'create') return { method: 'POST' as const, path: path + query, body };
  if (verb === 'update') return { method: 'PUT' as const, path: at + query, body };
  return { method: 'PATCH' as const, path: at + query, body, contentType: TYPES[verb] };
}

/** What two servers must agree on: the whole object, or the refusal. */
export const outcome = ({ code, body }: ServerAnswer): Json => {
  const told = masked(body) as JsonObject;
  return code >= 400 ? { code, message: told['message'], reason: told['reason'], details: told['details'] } : told;
};

async function history(ask: AskServer, told: History): Promise<Json> {
  const outcomes: Json[] = [];
  for (const step of told.steps) outcomes.push(outcome(await ask(question(told, step))));
  return outcomes;
}

export const applyAnswers: AnswerTable = {
  file: new URL('./apply-answers.json', import.meta.url),
  async answers(ask) {
    const answers: Record<string, Json> = {};
    for (const [name, told] of Object.entries(HISTORIES)) answers[name] = await history(ask, told);
    return masked(answers) as JsonObject;
  },
};
