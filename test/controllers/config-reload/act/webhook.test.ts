import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { NOTIFIED, SHARE_WITH } from '../../../../controllers/config-reload/seen/annotation-keys.ts';
import { configReload } from '../../../../controllers/config-reload/config-reload.ts';
import { ApiError } from '../../../../kube/errors/api-error.ts';
import { configMaps, deployments, pods, secrets } from '../../../../kube/objects/built-in.ts';
import { atWork, type AtWorkOptions } from '../../runtime/controller-at-work.ts';
import { fakeCluster, type FakeCluster } from '../../runtime/fake-cluster.ts';
import { AUTO, configMap, fromConfigMap, fromSecret, secret, workload } from '../objects.ts';
import { startReceiver, type TestReceiver } from '../receiver.ts';
import { until } from '../stage.ts';

const UPDATED = '6b3093988321555757cc9b88a5f2d59101a0261c';
interface Body {
  readonly resourceName: string;
  readonly hash: string;
  readonly workloads: readonly { readonly name: string }[];
}

describe('--webhook-url', () => {
  let receiver: TestReceiver;
  beforeAll(async () => {
    receiver = await startReceiver();
  });
  afterAll(() => receiver.stop());
  beforeEach(() => {
    receiver.posted.length = 0;
    receiver.answer = (response) => response.end();
  });
  const bodies = () => receiver.posted.map(({ body }) => JSON.parse(body) as Body);
  const write = (cluster: FakeCluster, value: string, name = 'settings') => cluster.put(configMaps, configMap(name, { key: value }));
  const work = (cluster: FakeCluster, args: readonly string[] = [], options: AtWorkOptions = {}) =>
    atWork(cluster, configReload, { ...options, args: [`--webhook-url=${receiver.url}/T0KEN`, ...args] });
  /** Time that passes, and the receiver's answers, which take time of their own. */
  const arrived = async (controller: ReturnType<typeof work>, count: number) => {
    await controller.clock.advance(2_000);
    await until(async () => controller.messages().filter((message) => message === 'change posted').length >= count);
    await controller.clock.advance(5_000);
  };

  async function settled(...args: readonly string[]) {
    const cluster = fakeCluster();
    for (const name of ['settings', 'unused']) write(cluster, 'first', name);
    for (const name of ['web', 'api']) cluster.put(deployments, workload(name));
    cluster.put(deployments, workload('other', { annotations: {} }));
    const controller = work(cluster, args);
    await controller.clock.advance(3_000);
    return { cluster, controller };
  }

  it('posts a change of a source that other namespaces name under its own, with the workloads of each', async () => {
    const cluster = fakeCluster();
    const ca = (value: string) =>
      cluster.put(configMaps, configMap('ca', { key: value }, { namespace: 'platform', annotations: { [SHARE_WITH]: '*' } }));
    ca('first');
    for (const namespace of ['default', 'platform', 'shop'])
      cluster.put(deployments, workload('web', { namespace, annotations: { 'configmap.reloader.stakater.com/reload': 'platform/ca' } }));
    const controller = work(cluster);
    await controller.clock.advance(3_000);
    ca('updated');
    await arrived(controller, 1);
    await controller.clock.advance(600_000);
    expect(bodies()).toMatchObject([
      {
        namespace: 'platform',
        resourceName: 'ca',
        hash: UPDATED,
        workloads: [{ namespace: 'default' }, { namespace: 'platform' }, { namespace: 'shop' }],
      },
    ]);
  });

  it('posts a change once, with all the workloads that it concerns, and rolls nothing', async () => {
    const { cluster, controller } = await settled();
    write(cluster, 'updated');
    write(cluster, 'updated', 'unused');
    await arrived(controller, 1);
    expect(receiver.posted.map(({ url, type }) => [url, type])).toEqual([['/T0KEN', 'application/json']]);
    expect(bodies()).toEqual([
      {
        webhook: 'update successful',
        kind: 'ConfigMap',
        namespace: 'default',
        resourceName: 'settings',
        resourceType: 'CONFIGMAP',
        cause: 'changed',
        hash: UPDATED,
        timestamp: expect.stringMatching(/^2026-11-21T10:07:\d\dZ$/),
        workloads: [
          { kind: 'Deployment', name: 'web', namespace: 'default' },
          { kind: 'Deployment', name: 'api', namespace: 'default' },
        ],
      },
    ]);
    expect(cluster.get(deployments, 'default/web')?.spec).toEqual(workload('web').spec);
    expect([...new Set(cluster.changes)]).toEqual(['patch deployments.apps default/web', 'patch deployments.apps default/api']);
    expect(JSON.stringify(controller.logs)).not.toContain('T0KEN');
  });

  it('posts each of two sources that change together, and a later change again', async () => {
    const { cluster, controller } = await settled();
    const two = {
      containers: [{ name: 'main', image: 'none', envFrom: ['settings', 'unused'].map((name) => ({ configMapRef: { name } })) }],
    };
    cluster.put(deployments, workload('both', { pod: two }));
    await controller.clock.advance(3_000);
    for (const name of ['settings', 'unused']) write(cluster, 'updated', name);
    await arrived(controller, 2);
    write(cluster, 'third', 'unused');
    await arrived(controller, 3);
    expect(
      bodies()
        .map(
          ({ resourceName, workloads }) =>
            `${resourceName}: ${workloads
              .map(({ name }) => name)
              .sort()
              .join(' ')}`,
        )
        .sort(),
    ).toEqual(['settings: api both web', 'unused: both', 'unused: both']);
  });

  it('tries again, later each time, until the receiver takes it: the newest content, and nothing twice', async () => {
    const { cluster, controller } = await settled();
    receiver.answer = (response) => response.writeHead(503).end();
    write(cluster, 'second');
    await controller.clock.advance(2_000);
    const failed = () => controller.logs.filter(({ message }) => message === 'change not posted');
    for (const tries of [1, 2, 3]) {
      await until(async () => failed().length === tries);
      await controller.clock.advance(Number(failed().at(-1)?.['retryMs']));
    }
    await until(async () => failed().length === 4);
    receiver.answer = (response) => response.end();
    write(cluster, 'updated');
    await arrived(controller, 1);
    await controller.clock.advance(600_000);
    expect([failed().map(({ status, retryMs }) => [status, retryMs]), bodies().map(({ hash }) => hash === UPDATED)]).toEqual([
      [
        [503, 1_000],
        [503, 2_000],
        [503, 4_000],
        [503, 8_000],
      ],
      [false, false, false, false, true],
    ]);
  });

  it('a restart posts what was not taken, and nothing that was', async () => {
    const { cluster, controller } = await settled();
    write(cluster, 'second');
    await arrived(controller, 1);
    controller.die();
    const quiet = work(cluster);
    await quiet.clock.advance(10_000);
    quiet.die();
    const before = receiver.posted.length;
    write(cluster, 'updated');
    const next = work(cluster);
    await arrived(next, 1);
    expect([before, bodies().map(({ hash }) => hash === UPDATED)]).toEqual([1, [false, true]]);
  });

  it('what was taken and could not be noted at once is noted later, and not posted again', async () => {
    const { cluster, controller } = await settled();
    let conflicts = 0;
    cluster.fault = ({ verb }, commit) => {
      if (verb === 'patch' && conflicts++ < 3) throw new ApiError('conflict', 'the object has been modified', { status: 409 });
      return commit();
    };
    write(cluster, 'updated');
    await arrived(controller, 1);
    const notes = ['web', 'api'].map((name) => cluster.get(deployments, `default/${name}`)?.metadata?.annotations?.[NOTIFIED]);
    expect([receiver.posted.length, conflicts > 3, notes[0] === notes[1], notes[0]?.includes(UPDATED.slice(0, 8))]).toEqual([
      1,
      true,
      true,
      true,
    ]);
  });

  it("begins without a post: Reloader's markers, and its pauses, are those of another time", async () => {
    const cluster = fakeCluster();
    write(cluster, 'updated');
    cluster.put(
      deployments,
      workload('web', {
        annotations: { ...AUTO, 'deployment.reloader.stakater.com/paused-at': '2020-01-01T00:00:00Z' },
        spec: { paused: true },
        pod: {
          containers: [
            {
              name: 'main',
              image: 'none',
              env: [{ name: 'STAKATER_SETTINGS_CONFIGMAP', value: 'old' }],
              envFrom: [{ configMapRef: { name: 'settings' } }],
            },
          ],
        },
      }),
    );
    await work(cluster).clock.advance(10_000);
    expect([receiver.posted, cluster.get(deployments, 'default/web')?.spec?.paused]).toEqual([[], true]);
  });

  it('of a Secret tells no hash that values could be tried against', async () => {
    const cluster = fakeCluster();
    cluster.put(secrets, secret('settings', { password: 'first' }));
    cluster.put(deployments, workload('web', { pod: fromSecret('settings') }));
    const controller = work(cluster);
    await controller.clock.advance(3_000);
    cluster.put(secrets, secret('settings', { password: 'updated' }));
    await arrived(controller, 1);
    expect(bodies()[0]?.hash).toMatch(/^[-\w]{22}$/);
  });

  it('leaves pods alone, and says so where nothing is left to do', async () => {
    const { cluster, controller } = await settled();
    const match = { annotations: { 'magalix.com/podDeleteMatch': 'app=frontend' } };
    cluster.put(pods, { metadata: { namespace: 'default', name: 'a', labels: { app: 'frontend' } } });
    cluster.put(configMaps, configMap('frontend', { key: 'first' }, match));
    cluster.put(deployments, workload('fence', { pod: fromConfigMap('frontend') }));
    await controller.clock.advance(3_000);
    cluster.put(configMaps, configMap('frontend', { key: 'second' }, match));
    await arrived(controller, 1);
    expect(cluster.attempts.filter((attempt) => !attempt.startsWith('patch deployments'))).toEqual([]);
    expect(() => work(fakeCluster(), ['--pods-only'])).toThrow('--pods-only leaves nothing to do');
    expect(() => work(fakeCluster(), ['--dry-run'])).toThrow(
      '--dry-run and --webhook-url exclude each other: with the second one nothing would roll',
    );
  });
});
