import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { systemClock } from '../../../ground/time/clock.ts';
import { startApiServer, type ApiServer } from '../../../local/api-server/start.ts';
import type { WorkerEvent } from '../../../worker/chronicle.ts';
import { annotationsOf, createSign } from '../../../worker/sign/sign.ts';
import { connectSign } from '../../../worker/sign/write-annotations.ts';
import { MERGE, namespaced, pod, serviceAccount } from '../../conformance/objects.ts';
import { apiClient, textOf, type ApiClient, type ApiServerUnderTest } from '../../local/api-server/api-client.ts';
import { committed } from '../../local/api-server/committed.ts';
import { borrowRealApiServer, describeAlsoReal } from '../../real/api-server.ts';
import { until } from '../../until.ts';

const NAMESPACE = 'kingdom-of-older-policies';
const PODS = namespaced(NAMESPACE, 'pods');
const RBAC = 'apis/rbac.authorization.k8s.io/v1';
const POLICIES = '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies';
const name = 'civ-own-pod-only';
const COST = 'controller.kubernetes.io/pod-deletion-cost';

/** The policy as the release before this key had it. */
const older = {
  metadata: { name },
  spec: JSON.parse(readFileSync(new URL('older-policy.json', import.meta.url), 'utf8')) as object,
};
const annotations = async (api: ApiClient) =>
  ({ ...(await api.ask('GET', `${PODS}/own`)).body['metadata']?.['annotations'] }) as Record<string, unknown>;

/** A kingdom with one pod, and the older policy; answers a token of that pod. */
async function prepare(api: ApiClient): Promise<string> {
  const create = async (path: string, body: object) => {
    const answer = await api.ask('POST', path, { body });
    if (answer.code >= 300) throw new Error(`POST ${path}: ${answer.text}`);
    return answer;
  };
  await create('/api/v1/namespaces', { metadata: { name: NAMESPACE, labels: { 'civ8s.dev/kingdom': NAMESPACE } } });
  await create(namespaced(NAMESPACE, 'serviceaccounts'), serviceAccount('civ-worker'));
  await create(namespaced(NAMESPACE, 'roles', RBAC), {
    metadata: { name: 'pod-patcher' },
    rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['patch'] }],
  });
  await create(namespaced(NAMESPACE, 'rolebindings', RBAC), {
    metadata: { name: 'pod-patcher' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'pod-patcher' },
    subjects: [{ kind: 'ServiceAccount', name: 'civ-worker', namespace: NAMESPACE }],
  });
  await create(POLICIES, older);
  await create('/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings', {
    metadata: { name },
    spec: { policyName: name, validationActions: ['Deny'] },
  });
  await create(PODS, pod('own', { serviceAccountName: 'civ-worker' }));
  const spec = { boundObjectRef: { kind: 'Pod', apiVersion: 'v1', name: 'own' } };
  const { body } = await create(`${namespaced(NAMESPACE, 'serviceaccounts')}/civ-worker/token`, { spec });
  const token = textOf(body['status']?.['token']);
  // This key is refused by the older policy alone: the newer one, of a suite before, may be in force for a moment still.
  const forbidden = { ...MERGE, token, body: { metadata: { annotations: { [COST]: '1' } } } };
  // Nothing of it may stay: what is there already is no change, which no policy refuses.
  await until('the policy', async () => (await api.ask('PATCH', `${PODS}/own?dryRun=All`, forbidden)).code === 422);
  return token;
}

function suite(server: () => ApiServerUnderTest): void {
  let [api, token]: [ApiClient | undefined, string] = [undefined, ''];
  let stop: AbortController;
  let keeping: Promise<void> | undefined;
  beforeAll(async () => {
    api = apiClient(server());
    token = await prepare(api);
  });
  beforeEach(() => {
    stop = new AbortController();
  });
  afterEach(async () => {
    stop.abort();
    await keeping;
  });
  afterAll(() => api?.close());
  const client = () => api ?? apiClient(server());
  const sign = async (time: { later: number }, shown: { wood: string }, told: WorkerEvent[] = []) => {
    const { url, ca } = server();
    const cluster = { server: url, 'certificate-authority-data': Buffer.from(ca).toString('base64') };
    const context = { name: 'c', namespace: NAMESPACE, cluster, user: { token } };
    const made = createSign({
      wanted: () => annotationsOf({ inventory: shown, waits: '4 iron from ironworker', asked: new Map([['wood', 1.2]]) }),
      write: await connectSign(context, { name: 'own', namespace: NAMESPACE }),
      announce: (happening) => told.push(happening),
      clock: { ...systemClock, now: () => systemClock.now() + time.later },
      random: () => 0,
    });
    keeping = made.keep(stop.signal);
  };
  const REST = { 'worker.civ8s.dev/waits': '4 iron from ironworker', 'worker.civ8s.dev/asked': 'wood 1.2' };

  it('shows all but the key that the older policy does not know, and that key once the policy knows it', async () => {
    const [time, shown, told]: [{ later: number }, { wood: string }, WorkerEvent[]] = [{ later: 0 }, { wood: '12' }, []];
    await sign(time, shown, told);
    await until('the rest of the sign', async () => (await annotations(client()))['goods.civ8s.dev/wood'] === '12');
    shown.wood = '130';
    await until('a change', async () => (await annotations(client()))['goods.civ8s.dev/wood'] === '130');
    expect(await annotations(client())).toEqual({ ...REST, 'goods.civ8s.dev/wood': '130' });
    expect(told.filter((event) => event.is === 'signed' && event.outcome !== 'written')).toEqual([
      { is: 'signed', outcome: 'refused', why: expect.stringMatching(/^422 .*a worker may change only goods\.civ8s\.dev/) },
    ]);

    const newer = committed('ValidatingAdmissionPolicy', name) as { readonly spec: object };
    expect(await client().ask('PATCH', `${POLICIES}/${name}`, { ...MERGE, body: { spec: newer.spec } })).toMatchObject({ code: 200 });
    await until('that key', async () => {
      time.later += 60_000;
      return (await annotations(client()))[COST] === '130';
    });
  });

  it('shows all at once under the policy of this release', async () => {
    const told: WorkerEvent[] = [];
    await sign({ later: 0 }, { wood: '7' }, told);
    await until('the sign', async () => (await annotations(client()))[COST] === '7');
    expect(await annotations(client())).toEqual({ ...REST, 'goods.civ8s.dev/wood': '7', [COST]: '7' });
    expect(told).toEqual([{ is: 'signed', outcome: 'written', why: undefined }]);
  });
}

describe('the sign under an older policy, on the embedded server', () => {
  let server: ApiServer;
  beforeAll(async () => {
    server = await startApiServer();
  });
  afterAll(() => server.stop());
  suite(() => ({ ...server, token: server.adminToken }));
});

describeAlsoReal('the sign under an older policy, on the real server', () => {
  let server: ApiServerUnderTest;
  beforeAll(async () => {
    server = await borrowRealApiServer();
  });
  suite(() => server);
});
