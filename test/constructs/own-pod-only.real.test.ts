import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Agent, request } from 'undici';
import { render } from '../../constructs/synth.ts';
import { realm } from '../../realm.ts';
import { describeReal } from '../real/api-server.ts';
import { appliedRealm, type AppliedRealm } from './applied-realm.ts';
import { the } from './manifests.ts';
import { until } from '../until.ts';

const PODS = '/api/v1/namespaces/kingdom-of-foobar/pods';
const OWN = `${PODS}/woodworker-1`;
const OTHER = `${PODS}/stoneworker-1`;
const MERGE = 'application/merge-patch+json';
const COST = 'controller.kubernetes.io/pod-deletion-cost';
const POLICY = "ValidatingAdmissionPolicy 'civ-own-pod-only' with binding 'civ-own-pod-only' denied request: ";

interface Attempt {
  readonly method?: 'PATCH' | 'PUT' | 'POST' | 'DELETE';
  readonly path?: string;
  readonly type?: string;
  readonly body?: unknown;
}
const annotate = (annotations: Readonly<Record<string, string | null>>): Attempt => ({ body: { metadata: { annotations } } });

describeReal('the own-pod-only policy', () => {
  let applied: AppliedRealm;
  let agent: Agent;
  let own: string;
  let unbound: string;

  const podOf = (shop: string, name: string, metadata?: object) =>
    applied.podOf(the('Deployment', shop, applied.manifests), name, metadata);
  async function attempt({ method = 'PATCH', path = OWN, type = MERGE, body }: Attempt, token = own): Promise<string> {
    const response = await request(`${applied.server.url}${path}`, {
      method,
      dispatcher: agent,
      headers: { authorization: `Bearer ${token}`, 'content-type': type },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const { message = '' } = (await response.body.json()) as { readonly message?: string };
    return response.statusCode < 300
      ? 'yes'
      : message.includes(POLICY)
        ? message.slice(message.indexOf(POLICY) + POLICY.length)
        : `${response.statusCode}: ${message}`;
  }

  beforeAll(async () => {
    applied = await appliedRealm(render(realm));
    agent = new Agent({ connect: { ca: applied.server.ca } });
    for (const shop of ['woodworker', 'stoneworker'])
      await applied.create(
        podOf(shop, `${shop}-1`, {
          annotations: { 'example.com/mine': 'yes', 'worker.civ8s.dev/note': 'long '.repeat(20) },
          finalizers: ['example.com/keep'],
        }),
      );
    own = await applied.tokenOf('woodworker-1');
    unbound = await applied.kubectl('create', 'token', 'civ-worker', '-n', 'kingdom-of-foobar');
    // The API server reads a new policy when it gets round to it: until then this would be allowed.
    const forbidden = annotate({ 'example.com/probe': 'x' });
    await until('the policy', async () => (await attempt(forbidden)) !== 'yes');
    await applied.kubectl('annotate', 'pod', 'woodworker-1', '-n', 'kingdom-of-foobar', 'example.com/probe-');
  });
  afterAll(async () => {
    await agent.close();
    applied.stop();
  });

  it.each<[string, Attempt]>([
    ['write what it holds', annotate({ 'goods.civ8s.dev/wood': '12' })],
    ['write what it waits for', annotate({ 'worker.civ8s.dev/waits': '4 iron from ironworker' })],
    ['write 64 characters', annotate({ 'worker.civ8s.dev/waits': 'é'.repeat(64) })],
    ['write what it costs to delete it', annotate({ [COST]: '2147483647' })],
    ['write that it costs nothing to delete it', annotate({ [COST]: '0' })],
    ['take back what it costs', annotate({ [COST]: null })],
    ['take back what it has written', annotate({ 'goods.civ8s.dev/wood': null })],
    ['write beside a longer text of an administrator', annotate({ 'goods.civ8s.dev/wood': '3' })],
    [
      'apply its sign, and own those fields alone',
      {
        path: `${OWN}?fieldManager=worker&force=true`,
        type: 'application/apply-patch+yaml',
        body: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'woodworker-1', annotations: { 'goods.civ8s.dev/wood': '2' } } },
      },
    ],
  ])('lets a worker %s', async (_, tried) => expect(await attempt(tried)).toBe('yes'));

  it('bounds how many managers of fields a worker can invent', async () => {
    const said = new Set<string>();
    for (let at = 0; at < 20; at += 1)
      said.add(
        await attempt({
          path: `${OWN}?fieldManager=manager-${at}&force=true`,
          type: 'application/apply-patch+yaml',
          body: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'woodworker-1', annotations: { 'goods.civ8s.dev/wood': '2' } } },
        }),
      );
    expect([...said]).toEqual(['yes', 'a worker may bring its pod to at most 16 managers of fields']);
  });

  it.each<[string, Attempt, string]>([
    ['write 65 characters', annotate({ 'worker.civ8s.dev/waits': 'x'.repeat(65) }), "a worker's annotation may have at most 64 characters"],
    // What is no number at all, the server refuses before it asks the policy.
    ['ask to be deleted before all others', annotate({ [COST]: '-1' }), "a worker's deletion cost must be a whole number"],
    ['sign on another pod', { ...annotate({ 'goods.civ8s.dev/wood': '12' }), path: OTHER }, 'a worker may change only its own pod'],
    [
      'swap its image',
      { type: 'application/json-patch+json', body: [{ op: 'replace', path: '/spec/containers/0/image', value: 'evil:1' }] },
      'a worker may change only annotations',
    ],
    ['shorten its own deadline', { body: { spec: { activeDeadlineSeconds: 1 } } }, 'a worker may change only annotations'],
    [
      'write more goods than a sign has room for',
      annotate(Object.fromEntries(Array.from({ length: 257 }, (_, at) => [`goods.civ8s.dev/good-${at}`, '1']))),
      'a worker may have at most 256 annotations',
    ],
    ['change what its name is made of', { body: { metadata: { generateName: 'other-' } } }, 'a worker may change only annotations'],
    [
      'wipe out who manages which fields',
      { body: { metadata: { managedFields: [{}] } } },
      'a worker may not take away who manages which fields',
    ],
    ['set a label', { body: { metadata: { labels: { shop: 'other' } } } }, 'a worker may change only annotations'],
    ['remove a label', { body: { metadata: { labels: { town: null } } } }, 'a worker may change only annotations'],
    [
      'take itself an owner',
      { body: { metadata: { ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'stoneworker-1', uid: 'x' }] } } },
      'a worker may change only annotations',
    ],
    [
      'add a finalizer',
      { body: { metadata: { finalizers: ['example.com/keep', 'example.com/stay'] } } },
      'a worker may change only annotations',
    ],
    ['remove a finalizer', { body: { metadata: { finalizers: null } } }, 'a worker may change only annotations'],
    [
      'set an annotation of others',
      annotate({ 'example.com/new': 'x' }),
      'a worker may change only goods.civ8s.dev/ and worker.civ8s.dev/ annotations, and its deletion cost',
    ],
    [
      'change an annotation of others',
      annotate({ 'example.com/mine': 'no' }),
      'a worker may change only goods.civ8s.dev/ and worker.civ8s.dev/ annotations, and its deletion cost',
    ],
    [
      'remove an annotation of others',
      annotate({ 'example.com/mine': null }),
      'a worker may change only goods.civ8s.dev/ and worker.civ8s.dev/ annotations, and its deletion cost',
    ],
    [
      'remove all annotations',
      { body: { metadata: { annotations: null } } },
      'a worker may change only goods.civ8s.dev/ and worker.civ8s.dev/ annotations, and its deletion cost',
    ],
    [
      'ask the stamping controller for a stamp',
      annotate({ addtime: 'true' }),
      'a worker may change only goods.civ8s.dev/ and worker.civ8s.dev/ annotations, and its deletion cost',
    ],
    [
      'sign under a key that only looks like its own',
      annotate({ 'xgoods.civ8s.dev/wood': '1' }),
      'a worker may change only goods.civ8s.dev/ and worker.civ8s.dev/ annotations, and its deletion cost',
    ],
  ])('does not let a worker %s', async (_, tried, refusal) => expect(await attempt(tried)).toBe(refusal));

  it('does not know a worker by a token that is bound to no pod', async () =>
    expect(await attempt(annotate({ 'goods.civ8s.dev/wood': '1' }), unbound)).toBe('a worker may change only its own pod'));

  it('lets administrators do as they please', async () =>
    expect(await attempt({ body: { metadata: { labels: { 'example.com/by': 'admin' } } } }, applied.server.token)).toBe('yes'));

  const beyond: readonly [string, Attempt][] = [
    ['write its status', { path: `${OWN}/status`, body: { status: { phase: 'Succeeded' } } }],
    [
      'be evicted',
      {
        method: 'POST',
        path: `${OWN}/eviction`,
        type: 'application/json',
        body: { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'woodworker-1' } },
      },
    ],
    [
      'choose its node',
      {
        method: 'POST',
        path: `${OWN}/binding`,
        type: 'application/json',
        body: { apiVersion: 'v1', kind: 'Binding', metadata: { name: 'woodworker-1' }, target: { kind: 'Node', name: 'node-1' } },
      },
    ],
    [
      'add a container to itself',
      {
        path: `${OWN}/ephemeralcontainers`,
        body: {
          spec: {
            ephemeralContainers: [
              {
                name: 'x',
                image: 'evil:1',
                securityContext: {
                  allowPrivilegeEscalation: false,
                  capabilities: { drop: ['ALL'] },
                  seccompProfile: { type: 'RuntimeDefault' },
                },
              },
            ],
          },
        },
      },
    ],
    [
      'resize itself',
      {
        path: `${OWN}/resize`,
        type: 'application/strategic-merge-patch+json',
        body: { spec: { containers: [{ name: 'woodworker', resources: { limits: { cpu: '2' } } }] } },
      },
    ],
    ['delete itself', { method: 'DELETE' }],
    ['delete another pod', { method: 'DELETE', path: OTHER }],
    ['run a command in itself', { method: 'POST', path: `${OWN}/exec?command=sh` }],
  ];
  it.each(beyond)('leaves it to RBAC that no worker can %s', async (_, tried) =>
    expect(await attempt(tried)).toMatch(/^403: .* is forbidden: User "system:serviceaccount:kingdom-of-foobar:civ-worker" cannot /),
  );

  describe('under a role that is far too generous', () => {
    beforeAll(async () => {
      await applied.kubectl(
        'create',
        'role',
        'generous',
        '-n',
        'kingdom-of-foobar',
        '--verb=*',
        '--resource=pods,pods/status,pods/eviction,pods/binding,pods/ephemeralcontainers,pods/resize,pods/exec',
      );
      await applied.kubectl(
        'create',
        'rolebinding',
        'generous',
        '-n',
        'kingdom-of-foobar',
        '--role=generous',
        '--serviceaccount=kingdom-of-foobar:civ-worker',
      );
      await until('the right to try', async () => !(await attempt({ method: 'DELETE' })).startsWith('403'));
    });

    it.each<[string, Attempt]>([...beyond, ['create a pod', { method: 'POST', path: `${PODS}?dryRun=All`, type: 'application/json' }]])(
      'does not let a worker %s',
      async (_, tried) => {
        const body = tried.method === 'POST' && tried.path?.startsWith(`${PODS}?`) ? podOf('woodworker', 'woodworker-2') : tried.body;
        expect(await attempt({ ...tried, body })).toBe('workers may only patch the pod itself');
      },
    );
  });
});
