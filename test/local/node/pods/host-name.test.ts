import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hostname } from 'node:os';
import { pods } from '../../../../kube/objects/built-in.ts';
import { hostNameOf } from '../../../../local/node/pods/host-name.ts';
import { startEmbeddedWithPods, type ServerWithPods } from '../../../clients/server-with-pods.ts';
import { until } from '../../../until.ts';

const CONTAINERS = [{ name: 'c' }];

describe('the host name of a pod', () => {
  it.each([
    ['is that of the pod', { metadata: { name: 'woodworker-1' } }, 'woodworker-1'],
    ['is another, where the pod says so', { metadata: { name: 'p' }, spec: { containers: CONTAINERS, hostname: 'mill' } }, 'mill'],
    [
      'is that of the machine, whose network it has',
      { metadata: { name: 'p' }, spec: { containers: CONTAINERS, hostNetwork: true } },
      hostname(),
    ],
    ['has 63 characters at most, and ends with one of a word', { metadata: { name: `${'a'.repeat(62)}-b` } }, 'a'.repeat(62)],
  ])('%s', (_, pod, name) => expect(hostNameOf(pod)).toBe(name));

  describe('on a node that runs', () => {
    const namespace = 'host-names';
    const problems: unknown[] = [];
    let server: ServerWithPods;
    beforeAll(async () => {
      server = await startEmbeddedWithPods(namespace, problems);
    });
    afterAll(async () => {
      await server.stop();
      expect(problems).toEqual([]);
    });

    it.each([
      ['is in HOSTNAME', [], 'p-1'],
      ['is not, where the container says something else', [{ name: 'HOSTNAME', value: 'mine' }], 'mine'],
    ])('%s', async (_, env, said) => {
      const name = said === 'mine' ? 'p-2' : said;
      const container = { name: 'c', image: 'civ8s:1', args: ['-c', 'echo "$HOSTNAME"; exit 1'], env };
      const containers = [{ ...container, terminationMessagePolicy: 'FallbackToLogsOnError' }];
      await server.client.create(pods, { metadata: { namespace, name }, spec: { restartPolicy: 'Never', containers } });
      const message = await until('its end', async () => {
        const { status } = await server.client.get(pods, { namespace, name });
        return status?.containerStatuses?.[0]?.state?.terminated?.message;
      });
      expect(message).toBe(`${said}\n`);
    });
  });
});
