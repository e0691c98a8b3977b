import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type Connection } from '../../kube/connect.ts';
import { configMaps, customResourceDefinitions, events, namespaces } from '../../kube/objects/built-in.ts';
import { startEmbeddedServer } from '../local/api-server/embedded-server.ts';
import { borrowRealApiServer, describeReal } from '../real/api-server.ts';
import { until } from '../until.ts';
import { describeClient } from './describe-client.ts';
import { OVENS, ovens, PEERINGS, peerings } from './kopf/definitions.ts';

/** To fetch it and all that it needs. */
const INSTALL_MS = 300_000;
const TIMEOUT = 120_000;
const namespace = 'kopf';
const LARGE = { namespace, name: 'large' };
const FINALIZER = 'bakers.example.com/kopf';

describeClient(['python3', '--version'], 'an operator of kopf', () => {
  const folder = mkdtempSync(join(tmpdir(), 'civ8s-kopf-'));
  const kopf = join(folder, 'bin', 'kopf');
  beforeAll(() => {
    execFileSync('python3', ['-m', 'venv', folder]);
    execFileSync(join(folder, 'bin', 'pip'), [
      'install',
      '--quiet',
      '--disable-pip-version-check',
      '-r',
      'test/clients/kopf/requirements.txt',
    ]);
  }, INSTALL_MS);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** What it does, on a server of either kind. */
  const behaviour = (kubeconfig: () => string): void => {
    let connection: Connection;
    let client: Connection['client'];
    let operator: ChildProcess;
    let said = '';
    beforeAll(async () => {
      connection = await connect({ env: {}, kubeconfig: kubeconfig() });
      ({ client } = connection);
      await client.create(namespaces, { metadata: { name: namespace } });
      await client.create(customResourceDefinitions, PEERINGS);
      await until('a peering', () => client.create(peerings, { metadata: { name: 'default' } }));
      operator = spawn(kopf, ['run', 'test/clients/kopf/operator.py', '--all-namespaces', '--peering', 'default'], {
        stdio: ['ignore', 'ignore', 'pipe'],
        env: { PATH: process.env['PATH'], HOME: folder, KUBECONFIG: kubeconfig(), PYTHONDONTWRITEBYTECODE: '1' },
      });
      operator.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    }, TIMEOUT);
    afterAll(async () => {
      const ended = once(operator, 'close');
      operator.kill('SIGTERM');
      const [code] = await ended;
      await connection.close();
      expect([code, said.split('\n').filter((line) => /\[ERROR|Traceback|WARNING/.test(line))]).toEqual([0, []]);
    }, TIMEOUT);
    const oven = () => client.get(ovens, LARGE);
    const statusOf = async (what: string, wanted: object) =>
      until(what, async () => {
        const { status } = await oven();
        return Object.entries(wanted).every(([field, value]) => status?.[field] === value) && status;
      });

    it(
      'tells others of itself, and finds a kind that is defined after it has begun',
      async () => {
        await until('its peering', async () => Object.keys((await client.get(peerings, { name: 'default' })).status ?? {}).length === 1);
        await client.create(configMaps, { metadata: { namespace, name: 'rye', labels: { recipe: 'bread' } }, data: { bread: 'rye' } });
        await client.create(customResourceDefinitions, OVENS);
        await until('an oven', () => client.create(ovens, { metadata: LARGE, spec: { loaves: 12 } }));
        const status = await statusOf('the oven to be lit', { baked: '12 rye', ticks: 3, watched: true });
        expect(status).toEqual({ baked: '12 rye', ticks: 3, watched: true, light: { tries: 2 } });
        expect((await oven()).metadata?.finalizers).toEqual([FINALIZER]);
      },
      TIMEOUT,
    );

    it(
      'heeds a change, and tells of it in an Event',
      async () => {
        await client.patch(ovens, LARGE, { merge: { spec: { loaves: 6 } } });
        await statusOf('the change', { baked: '6 after 12' });
        await until('its Event', async () =>
          (await client.list(events, { namespace })).items.some(({ message }) =>
            message?.startsWith("Handler 'bake/spec.loaves' succeeded"),
          ),
        );
      },
      TIMEOUT,
    );

    it(
      'lets go of what is deleted',
      async () => {
        await client.delete(ovens, LARGE);
        await until('the oven to go', async () => (await client.list(ovens, { namespace })).items.length === 0);
        await until('its last Event', async () =>
          (await client.list(events, { namespace })).items.some(({ message }) => message === 'it is cold again'),
        );
      },
      TIMEOUT,
    );
  };

  describe('on the embedded server', () => {
    const defects: unknown[] = [];
    let server: Awaited<ReturnType<typeof startEmbeddedServer>>;
    beforeAll(async () => {
      server = await startEmbeddedServer({ report: (error) => defects.push(error) });
    });
    behaviour(() => server.kubeconfig);
    afterAll(async () => {
      await server.stop();
      expect(defects).toEqual([]);
    });
  });

  describeReal('on the real server', () => {
    let kubeconfig: string;
    beforeAll(async () => {
      ({ kubeconfig } = await borrowRealApiServer());
    }, 90_000);
    behaviour(() => kubeconfig);
  });
});
