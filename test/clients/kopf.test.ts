import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { connect, type Connection } from '../../kube/connect.ts';
import { configMaps, customResourceDefinitions, events, namespaces } from '../../kube/objects/built-in.ts';
import { startEmbeddedServer, type EmbeddedServer } from '../local/api-server/embedded-server.ts';
import { borrowRealApiServer, describeReal } from '../real/api-server.ts';
import { until } from '../until.ts';
import { describeClient } from './describe-client.ts';
import { OVENS, ovens } from './kopf/definitions.ts';
import { pythonWith } from './python-packages.ts';

/** To fetch it and all that it needs. */
const INSTALL_MS = 300_000;
const namespace = 'kopf';
const LARGE = { namespace, name: 'large' };
const HANDLERS = resolve('test/clients/kopf/ovens.py');

/** What its log holds besides information: `error: it went wrong`. */
const complaintsIn = (log: string): readonly string[] =>
  log
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as { readonly severity: string; readonly message: string })
    .filter(({ severity }) => severity !== 'info' && severity !== 'debug')
    .map(({ severity, message }) => `${severity}: ${message}`);

describeClient({ probe: ['python3', '-c', 'import ensurepip, venv'], isOptional: true }, 'an operator of kopf', () => {
  let python: string;
  beforeAll(() => {
    python = pythonWith('test/clients/kopf/requirements.txt');
  }, INSTALL_MS);

  /** What it does, on a server of either kind. */
  const behaviour = (kubeconfig: () => string): void => {
    let connection: Connection;
    let client: Connection['client'];
    let operator: ChildProcess;
    let log: Promise<string>;
    beforeAll(async () => {
      connection = await connect({ env: {}, kubeconfig: kubeconfig() });
      ({ client } = connection);
      await client.create(namespaces, { metadata: { name: namespace } });
      await client.create(configMaps, { metadata: { namespace, name: 'rye', labels: { recipe: 'bread' } }, data: { bread: 'rye' } });
      await client.create(customResourceDefinitions, OVENS);
      await until('ovens to be known', () => client.list(ovens, {}));
      const args = ['-m', 'kopf', 'run', HANDLERS, '--standalone', '--all-namespaces', '--log-format=json'];
      const child = spawn(python, args, {
        stdio: ['ignore', 'ignore', 'pipe'],
        env: { PATH: process.env['PATH'], KUBECONFIG: kubeconfig(), PYTHONDONTWRITEBYTECODE: '1' },
      });
      operator = child;
      log = text(child.stderr);
    });
    afterAll(async () => {
      const ended = once(operator, 'close');
      operator.kill('SIGTERM');
      const [code] = await ended;
      await connection.close();
      expect([code, complaintsIn(await log)]).toEqual([0, ["error: Handler 'light' failed temporarily: the oven is cold"]]);
    });

    const oven = () => client.get(ovens, LARGE);
    const statusWith = async (what: string, wanted: object) =>
      until(what, async () => {
        const { status } = await oven();
        return Object.entries(wanted).every(([field, value]) => status?.[field] === value) && status;
      });
    const eventOf = (reason: string) =>
      until(`the Event ${reason}`, async () => (await client.list(events, { namespace })).items.find((event) => event.reason === reason));

    it('tries again, holds what it has taken on, and has timers and daemons beside it', async () => {
      await client.create(ovens, { metadata: LARGE, spec: { loaves: 12 } });
      const status = await statusWith('the oven to be lit', { baked: '12 rye', ticks: 3 });
      expect(status).toEqual({ baked: '12 rye', ticks: 3, light: { tries: 2 } });
      expect((await oven()).metadata?.finalizers).toEqual(['bakers.example.com/oven']);
      expect((await eventOf('Watched')).message).toBe('somebody is there');
    });

    it('heeds a change, and tells of it in an Event', async () => {
      await client.patch(ovens, LARGE, { merge: { spec: { loaves: 6 } } });
      await statusWith('the change', { baked: '6 after 12' });
      expect(await eventOf('Baked')).toMatchObject({ type: 'Normal', message: '6 loaves, and no longer 12', involvedObject: LARGE });
    });

    it('lets go of what is deleted', async () => {
      await client.delete(ovens, LARGE);
      await until('the oven to go', async () => (await client.list(ovens, { namespace })).items.length === 0);
      expect((await eventOf('Cooled')).message).toBe('it is cold again');
    });
  };

  describe('on the embedded server', () => {
    const defects: unknown[] = [];
    let server: EmbeddedServer;
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
    });
    behaviour(() => kubeconfig);
  });
});
