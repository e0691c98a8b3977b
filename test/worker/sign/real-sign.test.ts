import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pods } from '../../../kube/objects/built-in.ts';
import { accountToken } from '../../account-token.ts';
import { connectToRealApiServer, describeReal } from '../../real/api-server.ts';
import { wood } from '../shop.ts';
import { startWorker, type WorkerProcess } from '../worker-process.ts';
import { until } from '../../until.ts';

const NAMESPACE = 'kingdom-of-signs';
const metadata = (name: string) => ({ name, namespace: NAMESPACE });
const pod = (name: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { ...metadata(name), annotations: { mine: 'stays' } },
  spec: { containers: [{ name: 'c', image: 'i:1' }] },
});
const objects = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: metadata('civ-worker') },
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: metadata('nobody') },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: metadata('pod-patcher'),
    rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['patch'] }],
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: metadata('pod-patcher'),
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'pod-patcher' },
    subjects: [{ kind: 'ServiceAccount', name: 'civ-worker', namespace: NAMESPACE }],
  },
  pod('wood-1'),
  pod('wood-2'),
];

describeReal('the sign on a real API server', () => {
  const real = connectToRealApiServer();
  let folder: string;
  let running: WorkerProcess | undefined;
  const annotations = async (name: string) => (await real.client.get(pods, metadata(name))).metadata?.annotations ?? {};

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'civ-sign-'));
    writeFileSync(join(folder, 'ca.crt'), real.server.ca);
    writeFileSync(join(folder, 'objects.json'), JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));
    execFileSync(join(real.server.assets, 'kubectl'), [
      '--kubeconfig',
      real.server.kubeconfig,
      'create',
      '-f',
      join(folder, 'objects.json'),
    ]);
  });
  afterAll(async () => {
    await running?.end('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  const open = async (account: string) => {
    await running?.end('SIGKILL');
    writeFileSync(join(folder, 'token'), await accountToken(real.client, NAMESPACE, account));
    const kubeconfig = {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'pod',
      clusters: [{ name: 'c', cluster: { server: real.server.url, 'certificate-authority': 'ca.crt' } }],
      users: [{ name: 'u', user: { tokenFile: 'token' } }],
      contexts: [{ name: 'pod', context: { cluster: 'c', user: 'u' } }],
    };
    writeFileSync(join(folder, 'kubeconfig'), JSON.stringify(kubeconfig));
    const env = { KUBECONFIG: join(folder, 'kubeconfig'), POD_NAMESPACE: NAMESPACE };
    running = startWorker({ folder, name: 'wood-1', directions: [wood({ interval: 0.02 })], env });
    const worker = running;
    const port = await worker.opened();
    const stock = async () => Number(((await (await fetch(`http://127.0.0.1:${port}/inventory`)).json()) as { wood: string }).wood);
    const buy = (quantity: number) =>
      fetch(`http://127.0.0.1:${port}/sell`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ item: 'wood', quantity }),
      });
    return { worker, stock, buy };
  };

  it('shows the stock on the own pod, what outsiders ask, and what it costs to delete it, and touches nothing else', async () => {
    const { worker, buy } = await open('civ-worker');
    await buy(6);
    await until('what was asked', async () => (await annotations('wood-1'))['worker.civ8s.dev/asked'] === 'wood 0.10');
    await until('a sign', async () => Number((await annotations('wood-1'))['goods.civ8s.dev/wood']) > 0);
    await until('signs, while trade goes on at fifty movements a second', () => patches().length > 3);
    await worker.end('SIGTERM');
    const signed = await annotations('wood-1');
    const stock = Number(signed['goods.civ8s.dev/wood']);
    expect(signed).toEqual({
      mine: 'stays',
      'goods.civ8s.dev/wood': expect.any(String),
      'worker.civ8s.dev/asked': 'wood 0.10',
      'controller.kubernetes.io/pod-deletion-cost': String(Number(stock.toPrecision(2))),
    });
    expect(worker.log.at(-1)?.['goods']).toEqual({ wood: expect.objectContaining({ stock }) });
    expect(await annotations('wood-2')).toEqual({ mine: 'stays' });
    const times = patches();
    expect(times.length).toBeGreaterThan(2);
    expect(times.filter((at) => times.filter((other) => other >= at && other < at + 1_000).length > 3)).toEqual([]);
  });

  /** When the server heard a worker's requests, in ms. */
  const patches = () =>
    readFileSync(real.server.auditLog, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { userAgent?: string; verb: string; stage: string; requestReceivedTimestamp: string })
      .filter(({ userAgent, stage }) => userAgent === 'civ-worker' && stage === 'ResponseComplete')
      .map(({ requestReceivedTimestamp }) => Date.parse(requestReceivedTimestamp));

  it('trades on while the server is away, and catches up when it is back', async () => {
    const { worker, stock } = await open('civ-worker');
    await until('a sign', async () => Number((await annotations('wood-1'))['goods.civ8s.dev/wood']) > 0);
    await real.server.outage();
    const before = await stock();
    await until('trade', async () => (await stock()) > before + 100);
    await until('a sign that cannot be written', () =>
      worker.log.some(({ message }) => message === 'the sign on the pod could not be written; trade goes on'),
    );
    const during = await stock();
    await real.server.start();
    await until('a newer sign', async () => Number((await annotations('wood-1'))['goods.civ8s.dev/wood']) >= during);
  });

  it('trades on without the right to it, and says so once', async () => {
    const { worker, stock } = await open('nobody');
    const before = await stock();
    await until('trade', async () => (await stock()) > before + 100);
    await until('a complaint', () => worker.log.length > 1);
    const said = worker.log.filter(({ message }) => message !== 'open');
    expect(said).toEqual([
      expect.objectContaining({
        level: 'warn',
        outcome: 'refused',
        why: expect.stringMatching(/^403 pods .*wood-1.* is forbidden/),
        message: 'the sign on the pod could not be written; trade goes on',
      }),
    ]);
  });
});
