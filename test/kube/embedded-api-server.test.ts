import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiError } from '../../kube/errors/api-error.ts';
import { configMaps } from '../../kube/objects/built-in.ts';
import { connect, type Connection } from '../../kube/connect.ts';
import { startApiServer, type ApiServer } from '../../local/api-server/start.ts';
import { faultsOfANetwork } from './faults-of-a-network.ts';
import { startFollowing } from './following.ts';
import { createVirtualClock } from '../ground/time/virtual-clock.ts';

const folder = mkdtempSync(join(tmpdir(), 'civ8s-embedded-'));
const kubeconfigFile = (name: string, server: ApiServer): string => {
  const path = join(folder, name);
  writeFileSync(path, server.kubeconfig);
  return path;
};
afterAll(() => rmSync(folder, { recursive: true }));

describe('a client of the embedded API server', () =>
  faultsOfANetwork(async () => {
    const server = await startApiServer({ tokens: { 'token-of-jane': { name: 'jane', groups: ['system:authenticated'], extra: {} } } });
    return {
      jane: { token: 'token-of-jane' },
      kubeconfig: kubeconfigFile('shared', server),
      forget: async () => {
        server.faults.compact();
        server.faults.disconnect();
      },
      stop: () => server.stop(),
    };
  }));

describe('a client of an API server that is restored from a backup', () => {
  let server: ApiServer;
  let connection: Connection;
  const clock = createVirtualClock();
  beforeAll(async () => {
    server = await startApiServer();
    connection = await connect({ env: {}, kubeconfig: kubeconfigFile('restored', server), clock });
  });
  afterAll(async () => {
    await connection.close();
    await server.stop();
  });

  it('fault 3: sees what was undone, once its watch has been silent for longer than a server may be', async () => {
    const { client } = connection;
    const put = (name: string, wood: string) =>
      client.patch(configMaps, { namespace: 'default', name }, { apply: { metadata: { name, namespace: 'default' }, data: { wood } } });
    await put('kept', '1');
    const backup = Number((await put('changed', '1')).metadata?.resourceVersion);
    await put('changed', '2');
    await put('undone', '1');
    const follow = startFollowing(client, { clock, random: () => 0 });
    await follow.told(3);
    server.faults.rewind(backup);
    await clock.waitingFor(295_000); // the next watch stands, and says nothing
    for (let minutes = 0; !follow.errors.some((error) => ApiError.is(error, 'version-too-large')) && minutes < 20; minutes++)
      await clock.advance(60_000);
    await follow.told(5);
    expect(follow.contents()).toEqual(['changed 1', 'kept 1']);
    expect(follow.deltas.slice(3)).toEqual(['updated changed 2 -> 1', 'deleted undone 1']);
    await follow.stop();
  });
});
