import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { logs } from '../../../cli/commands/logs.ts';
import { pods } from '../../../kube/objects/built-in.ts';
import { outcomeIn } from '../invocation.ts';
import { addKingdom, addShop, startSmallCluster, type SmallCluster } from '../small-cluster.ts';

const KINGDOM = 'kingdom-of-foobar';

describe('civ logs', () => {
  let cluster: SmallCluster;
  beforeAll(async () => {
    const past = [
      { at: 0, text: 'old' },
      { at: Date.now(), text: 'new' },
    ];
    cluster = await startSmallCluster({
      nodes: {
        exec: () => undefined,
        attach: () => undefined,
        address: () => undefined,
        log: ({ metadata }) => ({
          past: past.map(({ at, text }) => ({ at, text: `${text} of ${metadata.name ?? ''}` })),
          async *following() {
            yield { at: Date.now(), text: `live from ${metadata.name ?? ''}` };
          },
        }),
      },
    });
    await addKingdom(cluster, KINGDOM);
    await addShop(cluster, { kingdom: KINGDOM, town: 't', shop: 'woodworker' });
    await addPod('woodworker-2');
  });
  afterAll(() => cluster.stop());

  const addPod = async (name: string) => {
    const { client } = cluster.connection;
    await client.create(pods, {
      metadata: { name, namespace: KINGDOM, labels: { town: 't', shop: 'woodworker' } },
      spec: { nodeName: 'here', containers: [{ name: 'woodworker', image: 'civ8s:0' }] },
    });
    await runs(name);
  };
  const runs = (name: string) =>
    cluster.connection.client.patch(
      pods,
      { namespace: KINGDOM, name },
      {
        merge: {
          status: {
            phase: 'Running',
            containerStatuses: [{ name: 'woodworker', image: '', imageID: '', ready: true, restartCount: 0, state: { running: {} } }],
          },
        },
      },
      { subresource: 'status' },
    );
  const run = (...args: readonly string[]) => outcomeIn({ env: cluster.env }, logs, '--kingdom', KINGDOM, '--town', 't', ...args);

  it('prints the log of a pod', async () =>
    expect(await run('--shop', 'woodworker-1')).toEqual({ code: 0, stdout: 'old of woodworker-1\nnew of woodworker-1\n', stderr: '' }));

  it('prints the logs of all pods of a shop, each line with its pod', async () =>
    expect((await run('--shop', 'woodworker')).stdout).toBe(
      'woodworker-1 old of woodworker-1\nwoodworker-1 new of woodworker-1\nwoodworker-2 old of woodworker-2\nwoodworker-2 new of woodworker-2\n',
    ));

  it('takes only the last lines, or the newest', async () => {
    expect((await run('--shop', 'woodworker-1', '--tail', '1')).stdout).toBe('new of woodworker-1\n');
    expect((await run('--shop', 'woodworker-1', '--since', '5m')).stdout).toBe('new of woodworker-1\n');
  });

  it('goes on, and takes up a pod that comes later', async () => {
    await runs('woodworker-1');
    const stop = new AbortController();
    let added = false;
    const onOutput = (text: string) => {
      if (!added && text.includes('live from woodworker-1') && text.includes('live from woodworker-2')) {
        added = true;
        void addPod('woodworker-3');
      }
      if (text.includes('live from woodworker-3')) stop.abort();
    };
    const { code, stdout } = await outcomeIn(
      { env: cluster.env, stop: stop.signal, onOutput },
      logs,
      KINGDOM,
      't',
      'woodworker',
      '-f',
      '--tail',
      '0',
    );
    expect({ code, lines: [...new Set(stdout.trimEnd().split('\n'))].sort() }).toEqual({
      code: 0,
      lines: ['woodworker-1 live from woodworker-1', 'woodworker-2 live from woodworker-2', 'woodworker-3 live from woodworker-3'],
    });
  });

  it('says where to look when there is no such shop', async () =>
    expect(await run('--shop', 'tavern')).toEqual({
      code: 1,
      stdout: '',
      stderr: `civ logs: no pod "tavern" and no shop of that name in ${KINGDOM}/t: civ shops ${KINGDOM} t lists them\n`,
    }));

  it('names every flag that is missing', async () =>
    expect((await outcomeIn({}, logs)).stderr).toBe('civ logs: required flag(s) "kingdom", "town", "shop" not set\n'));
});
