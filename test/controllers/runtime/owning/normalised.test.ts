import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { Controller } from '../../../../controllers/runtime/definition.ts';
import { systemClock } from '../../../../ground/time/clock.ts';
import { kind } from '../../../../kinds/kind.ts';
import type { Client } from '../../../../kube/client/client.ts';
import { configMaps, customResourceDefinitions, secrets, services, statefulSets } from '../../../../kube/objects/built-in.ts';
import { manifest, type KubeManifest } from '../../../../kube/objects/manifest.ts';
import { observeClient } from '../../../../lab/observed-client.ts';
import { startLab, type Lab } from '../../../../lab/start-lab.ts';
import { connectToRealApiServer, describeAlsoReal } from '../../../real/api-server.ts';
import { until } from '../../../until.ts';
import { atWork } from '../controller-at-work.ts';

const Stack = kind({ group: 'example.com', version: 'v1', kind: 'Stack', spec: z.object({}) });
const NAME = { namespace: 'default', name: 'stack' };

/** Whatever a server writes otherwise than it was sent. */
const WISHES: readonly KubeManifest[] = [
  manifest(configMaps, { metadata: { name: 'stack', annotations: { empty: '' } }, data: { page: '' } }),
  manifest(secrets, { metadata: { name: 'stack' }, stringData: { password: 'x' } }),
  manifest(services, { metadata: { name: 'stack' }, spec: { selector: { app: 'stack' }, ports: [{ port: 80, targetPort: 'http' }] } }),
  manifest(statefulSets, {
    metadata: { name: 'stack' },
    spec: {
      selector: { matchLabels: { app: 'stack' } },
      serviceName: 'stack',
      template: {
        metadata: { labels: { app: 'stack' } },
        spec: {
          containers: [
            {
              name: 'main',
              image: 'nginx:1',
              env: [{ name: 'EMPTY', value: '' }],
              ports: [{ name: 'http', containerPort: 80 }],
              resources: { requests: { cpu: '1000m', memory: '1024Mi' }, limits: { cpu: 1 as unknown as string } },
              readinessProbe: { httpGet: { port: 'http' }, initialDelaySeconds: 0 },
              livenessProbe: { httpGet: { port: 80 } },
              volumeMounts: [{ name: 'data', mountPath: '/data' }],
            },
          ],
        },
      },
      volumeClaimTemplates: [
        { metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1024Mi' } } } },
      ],
    },
  }),
];
const stack: Controller = {
  name: 'stack',
  summary: 'wishes what a server writes otherwise',
  flags: {},
  setUp: ({ owns }) =>
    owns(Stack, [configMaps, secrets, services, statefulSets], async (_, turn) => {
      await turn.children(WISHES);
      turn.status({ conditions: { Ready: [true, 'Made', ''] } });
      return 'on-change';
    }),
};

/** All that was written at first, and in three looks at everything, one after another. */
async function writesWithLooks(client: Client): Promise<readonly string[]> {
  const observed = observeClient(client);
  const running = atWork({ connect: () => ({ client: observed.client, die: () => {} }) }, stack, { tweak: { clock: systemClock } });
  const atRest = () => until('rest', () => running.restless({ version: '0', ownWrites: true }).length === 0, { seconds: 60 });
  await until('the status', async () => (await client.get(Stack, NAME)).status !== undefined, { seconds: 60 });
  for (let look = 0; look < 3; look++) {
    await atRest();
    running.lookAgain();
  }
  await atRest();
  running.stop();
  await running.ended;
  return observed.writes;
}
const MADE = ['configmaps', 'secrets', 'services', 'statefulsets.apps'].map((resource) => `apply ${resource} default/stack`);

describe('what the server writes otherwise than it was sent', () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await startLab({ kinds: [Stack] });
    await lab.put(Stack, { metadata: NAME, spec: {} });
  });
  afterEach(() => lab.stop());

  it('is not written again, on the embedded server', async () =>
    expect(await writesWithLooks(lab.client)).toEqual([...MADE, 'patch stacks.example.com/status default/stack']));

  it('is not written again in an hour', async () => {
    const operator = await lab.run(stack, { args: ['--resync=5m'] });
    await lab.quiet();
    await lab.pass('1h');
    expect(operator.writes()).toEqual([...MADE, 'patch stacks.example.com/status default/stack']);
  });
});

describeAlsoReal('what a real server writes otherwise than it was sent', () => {
  const real = connectToRealApiServer();
  beforeAll(async () => {
    const { client } = real;
    await client.create(customResourceDefinitions, Stack.definition());
    await until('stacks', () => client.list(Stack));
    await client.create(Stack, { metadata: NAME, spec: {} });
  });

  it('is not written again', async () =>
    expect(await writesWithLooks(real.client)).toEqual([...MADE, 'patch stacks.example.com/status default/stack']));
});
