import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { startApiServer, type ApiServer } from '../../../local/api-server/start.ts';
import { committed, fileOf, type Answers } from '../../conformance/answers.ts';
import { mask } from '../../conformance/mask.ts';
import { namespaced, pod, serviceAccount } from '../../conformance/objects.ts';
import { describeRecord, startRealApiServer, type RealApiServer } from '../../real/api-server.ts';
import { until } from '../../until.ts';
import { apiClient, type ApiServerUnderTest } from './api-client.ts';

const PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
const main = { name: 'main', image: 'civ8s:1' };
const elsewhere = { ...main, volumeMounts: [{ name: 'own', mountPath: PATH }] };

/** Pods, each of which is given something else. */
const PODS: Readonly<Record<string, object>> = {
  plain: pod('plain'),
  prepared: pod('prepared', { initContainers: [{ name: 'first', image: 'civ8s:1' }] }),
  worker: pod('worker', { serviceAccountName: 'worker' }),
  'by its old name': pod('old', { serviceAccount: 'worker' }),
  'without a token': pod('silent', { automountServiceAccountToken: false }),
  'of an account without tokens': pod('quiet', { serviceAccountName: 'quiet' }),
  'that insists': pod('insists', { serviceAccountName: 'quiet', automountServiceAccountToken: true }),
  'with something else there': pod('own', { containers: [elsewhere], volumes: [{ name: 'own', emptyDir: {} }] }),
  'with a secret of its own': pod('secretive', { serviceAccountName: 'worker', imagePullSecrets: [{ name: 'mine' }] }),
  'of nobody': pod('nobody', { serviceAccountName: 'nobody' }),
  'of a generated name': { ...pod('x', { serviceAccountName: 'nobody' }), metadata: { generateName: 'made-' } },
};

/** What a server makes of them, after their accounts are there. */
async function answersOf(server: ApiServerUnderTest): Promise<Answers> {
  const api = apiClient(server);
  try {
    for (const account of [
      serviceAccount('default'),
      serviceAccount('worker', { imagePullSecrets: [{ name: 'pull' }] }),
      serviceAccount('quiet', { automountServiceAccountToken: false }),
    ])
      await api.ask('POST', namespaced('default', 'serviceaccounts'), { body: account });
    const answers: Answers = {};
    for (const [name, body] of Object.entries(PODS)) {
      const { code, body: made } = await api.ask('POST', namespaced('default', 'pods'), { body });
      const text = JSON.stringify(mask([{ note: name, value: { code, made } }])).replaceAll(
        /kube-api-access-\w{5}/g,
        'kube-api-access-<suffix>',
      );
      answers[name] = JSON.parse(text);
    }
    return answers;
  } finally {
    await api.close();
  }
}

const recorded = committed('service-accounts');

// A server of its own: those that suites borrow ask for no accounts, which nothing there would make.
describeRecord('the real API server still gives pods their accounts as is recorded', () => {
  let real: RealApiServer;
  let answers: Answers;
  beforeAll(async () => {
    real = await startRealApiServer({ accounts: true });
    answers = await answersOf(real);
    if (process.env['CONFORMANCE_WRITE'] === '1') writeFileSync(fileOf('service-accounts'), `${JSON.stringify(answers, undefined, 1)}\n`);
  });
  afterAll(() => real.stop());

  it.each(Object.keys(PODS))('a pod: %s', (name) => expect(answers[name]).toEqual(recorded[name]));
});

describe('pods are given their accounts as by the real server', () => {
  let server: ApiServer;
  let answers: Answers;
  beforeAll(async () => {
    server = await startApiServer({ defaultAccounts: true });
    answers = await answersOf({ ...server, token: server.adminToken });
  });
  afterAll(() => server.stop());

  it.each(Object.keys(PODS))('a pod: %s', (name) => expect([name, answers[name]]).toEqual([name, recorded[name]]));
});

describe('accounts of pods', () => {
  it('are asked for only where namespaces are given some', async () => {
    for (const [defaultAccounts, code] of [
      [false, 201],
      [true, 403],
    ] as const) {
      const server = await startApiServer({ defaultAccounts });
      const api = apiClient({ ...server, token: server.adminToken });
      await until('the accounts to be there, if any', async () => {
        const { code: found } = await api.ask('GET', namespaced('default', 'serviceaccounts/default'));
        return found === (defaultAccounts ? 200 : 404);
      });
      await expect(
        api.ask('POST', namespaced('default', 'pods'), { body: pod('p', { serviceAccountName: 'nobody' }) }),
      ).resolves.toMatchObject({ code });
      await api.close();
      await server.stop();
    }
  });
});
