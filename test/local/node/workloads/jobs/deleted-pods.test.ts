import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type Connection } from '../../../../../kube/connect.ts';
import { jobs, pods, type Job } from '../../../../../kube/objects/built-in.ts';
import { startEmbeddedWithPods, type ServerWithPods } from '../../../../clients/server-with-pods.ts';
import { until } from '../../../../until.ts';

const namespace = 'deleted-pods';
/** Asked to end, it goes on until it may, and then fails. */
const lingering = (gate: string) => `trap 'while [ ! -e ${gate} ]; do sleep 0.05; done; exit 3' TERM; while :; do sleep 0.05; done`;

describe('a pod that is deleted while its Job waits for its failure, on a node that runs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'civ8s-deleted-pods-'));
  const problems: unknown[] = [];
  let server: ServerWithPods;
  let connection: Connection;
  let client: Connection['client'];
  beforeAll(async () => {
    server = await startEmbeddedWithPods(namespace, problems);
    const kubeconfig = join(folder, 'kubeconfig');
    writeFileSync(kubeconfig, server.kubeconfig);
    connection = await connect({ env: {}, kubeconfig });
    ({ client } = connection);
  });
  afterAll(async () => {
    await connection.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
    expect(problems).toEqual([]);
  });

  const made = (name: string, podSpec: object, script: string): Promise<Job> =>
    client.create(jobs, {
      metadata: { namespace, name },
      spec: {
        podReplacementPolicy: 'Failed',
        template: { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'civ8s:1', args: ['-c', script] }], ...podSpec } },
      },
    });
  const podsOf = async (name: string) => (await client.list(pods, { namespace, labelSelector: `job-name=${name}` })).items;
  const only = async (name: string, isMeant: (phase: string) => boolean) =>
    until(`the pod of ${name}`, async () => (await podsOf(name)).find(({ status }) => isMeant(status?.phase ?? '')));
  const statusOf = async (name: string, what: string, isMeant: (status: NonNullable<Job['status']>) => boolean) =>
    until(what, async () => {
      const { status = {} } = await client.get(jobs, { namespace, name });
      return isMeant(status) && status;
    });

  it.each(['Never', 'OnFailure'])('has no successor before it has ended, and one then: restarts %s', async (restartPolicy) => {
    const name = `waits-${restartPolicy.toLowerCase()}`;
    const gate = join(folder, name);
    await made(name, { restartPolicy }, lingering(gate));
    const first = await only(name, (phase) => phase === 'Running');
    await client.delete(pods, { namespace, name: first.metadata?.name ?? '' });
    await statusOf(name, 'it to be told that a pod is ending', ({ terminating }) => terminating === 1);
    expect((await podsOf(name)).map(({ metadata }) => metadata?.uid)).toEqual([first.metadata?.uid]);
    writeFileSync(gate, '');
    const status = await statusOf(name, 'its failure and its successor', ({ failed, active }) => failed === 1 && active === 1);
    expect(status.terminating).toBe(0);
    await until('the deleted pod to go', async () => !(await podsOf(name)).some(({ metadata }) => metadata?.uid === first.metadata?.uid));
  });

  it('has a successor where it had no node to run on', async () => {
    await made('nowhere', { nodeSelector: { disk: 'none' } }, 'exit 0');
    const first = await only('nowhere', (phase) => phase === 'Pending');
    await client.delete(pods, { namespace, name: first.metadata?.name ?? '' });
    await statusOf('nowhere', 'its failure and its successor', ({ failed, active }) => failed === 1 && active === 1);
  });
});
