import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connectTo, type Connection } from '../../../../kube/connect.ts';
import { configMaps } from '../../../../kube/objects/built-in.ts';
import { expired, forbidden, notFound } from '../../../../local/api-server/contracts/status-error.ts';
import { startApiServer, type ApiServer } from '../../../../local/api-server/start.ts';
import { until } from '../../../until.ts';
import { followConfigMaps, type FollowedCollection, type FollowedOptions } from './collection.ts';

let server: ApiServer;
let connection: Connection;
const running: FollowedCollection[] = [];
beforeEach(async () => {
  server = await startApiServer({ defaultAccounts: false });
  connection = connectTo(
    {
      name: 'test',
      namespace: 'default',
      cluster: { server: server.url, 'certificate-authority-data': Buffer.from(server.ca).toString('base64') },
      user: { token: server.adminToken },
    },
    { env: {} },
  );
});
afterEach(async () => {
  for (const { stop } of running.splice(0)) await stop();
  await connection.close();
  await server.stop();
});
const follow = (options?: FollowedOptions): FollowedCollection => {
  const following = followConfigMaps(connection.client, options);
  running.push(following);
  return following;
};
/** Answers its version. */
const put = async (name: string, wood: string): Promise<string> => {
  const apply = { metadata: { name, namespace: 'default' }, data: { wood } };
  const { metadata } = await connection.client.patch(configMaps, { namespace: 'default', name }, { apply });
  return metadata?.resourceVersion ?? '';
};
/** A checkpoint, what happened since, and a server that has forgotten it: `a` and `b` are left. */
async function forgotten(): Promise<{ readonly checkpoint: string; readonly version: string }> {
  await put('a', '1');
  const checkpoint = await put('gone', '1');
  await remove('gone');
  const version = await put('b', '1');
  server.faults.compact();
  return { checkpoint, version };
}
const remove = (name: string): Promise<void> => connection.client.delete(configMaps, { namespace: 'default', name });

describe('a collection that is followed', () => {
  it('is told as listed at a first start, and then change by change, in order', async () => {
    await put('a', '1');
    const following = follow();
    await following.noticed(1);
    await put('a', '2');
    await put('b', '1');
    await remove('a');
    const version = await put('b', '2');
    await following.hasReached(version);
    expect(following.words()).toEqual(['listed a 1', 'updated a 1 -> 2', 'created b 1', 'deleted a 2', 'updated b 1 -> 2']);
    expect(following.resumed).toEqual(['first']);
    expect(following.state()).toBe('live');
  });

  it('says nothing of what is there where it is to be silent at a first start', async () => {
    const version = await put('a', '1');
    const following = follow({ silentFirst: true });
    await following.hasReached(version);
    await put('a', '2');
    await following.noticed(1);
    expect(following.words()).toEqual(['updated a 1 -> 2']);
  });

  it('goes on from a checkpoint with every single change since, and what was there then', async () => {
    await put('a', '1');
    await put('gone', '1');
    const checkpoint = await put('b', '1');
    await put('a', '2');
    await put('a', '3');
    await remove('gone');
    await put('new', '1');
    const following = follow({ checkpoint });
    await following.noticed(4);
    expect(following.words()).toEqual(['updated a 1 -> 2', 'updated a 2 -> 3', 'deleted gone 1', 'created new 1']);
    expect(following.resumed).toEqual(['watch']);
    expect(following.reached[0]).toBe(checkpoint);
  });

  it('compares where the server knows how it was and not what has changed', async () => {
    await put('a', '1');
    await put('gone', '1');
    const checkpoint = await put('again', '1');
    await put('a', '2');
    await put('a', '3');
    await remove('gone');
    await remove('again');
    await put('again', '2');
    server.faults.inject({ at: 'request', verb: 'watch' }, { do: 'fail', status: expired('too old').status }, { times: 1 });
    const following = follow({ checkpoint });
    await following.noticed(4);
    expect([...following.words()].sort()).toEqual(['created again 2', 'deleted again 1', 'deleted gone 1', 'updated a 1 -> 3']);
    expect(following.resumed).toEqual(['compare']);
  });

  it('tells of a gap where nothing is known any more, and of all that is there', async () => {
    const { checkpoint, version } = await forgotten();
    const following = follow({ checkpoint });
    await following.hasReached(version);
    expect(following.words()).toEqual(['gap', 'listed a 1', 'listed b 1']);
    expect(following.resumed).toEqual(['gap']);
  });

  it('tells after a gap only of what is newer, where the format has no word for the gap', async () => {
    const { checkpoint, version } = await forgotten();
    const following = follow({ checkpoint, listsNewerOnly: true });
    await following.hasReached(version);
    expect(following.words()).toEqual(['gap', 'listed b 1']);
  });

  it('tells all that is there after the cluster was restored from before the checkpoint', async () => {
    const version = await put('a', '1');
    const following = follow({ checkpoint: String(Number(version) + 1_000), listsNewerOnly: true });
    await following.hasReached(version);
    expect(following.words()).toEqual(['gap', 'listed a 1']);
  });

  it('compares with what it remembers where even the list is forgotten', async () => {
    await put('a', '1');
    const stored = await put('gone', '1');
    const before = follow();
    await before.noticed(2);
    await before.stop();
    await put('a', '2');
    await remove('gone');
    server.faults.compact();
    const following = follow({ checkpoint: stored, stored, remembered: before.states });
    await following.noticed(2);
    expect([...following.words()].sort()).toEqual(['deleted gone 1', 'updated a 1 -> 2']);
    expect(following.resumed).toEqual(['stored']);
  });

  it('goes on from what it remembers without a list', async () => {
    await put('a', '1');
    const stored = await put('gone', '1');
    const before = follow();
    await before.noticed(2);
    await before.stop();
    await put('a', '2');
    await put('a', '3');
    await remove('gone');
    const following = follow({ stored, remembered: before.states });
    await following.noticed(3);
    expect(following.words()).toEqual(['updated a 1 -> 2', 'updated a 2 -> 3', 'deleted gone 1']);
    expect(following.resumed).toEqual(['stored']);
  });

  it('reads nothing more while there is no room, and misses nothing', async () => {
    const following = follow();
    await following.hasReached('1');
    const letGo = following.holdBack();
    await put('a', '1');
    await following.noticed(1);
    await put('a', '2');
    const version = await put('a', '3');
    expect(following.words()).toEqual(['created a 1']);
    letGo();
    await following.hasReached(version);
    expect(following.words()).toEqual(['created a 1', 'updated a 1 -> 2', 'updated a 2 -> 3']);
  });
});

describe('a stand-by that has missed what the server has forgotten', () => {
  /** Of what comes, the follower sees nothing; then its watch is too old to go on. Answers the version of what another has published. */
  async function missMuch(): Promise<string> {
    const losing = server.faults.inject({ at: 'event', resource: 'configmaps' }, { do: 'lose' });
    await put('a', '2');
    const published = await put('announced', '1');
    await put('b', '1');
    await remove('announced');
    losing.remove();
    server.faults.inject({ at: 'event', resource: 'configmaps' }, { do: 'fail', status: expired('too old').status }, { times: 1 });
    return published;
  }

  it('goes on from what another replica has published, with how it was then', async () => {
    await put('a', '1');
    const published: string[] = [];
    const following = follow({ published: () => published.at(-1) });
    await following.noticed(1);
    published.push(await missMuch());
    await following.hasReached(await put('c', '1'));
    expect(following.words()).toEqual(['listed a 1', 'created b 1', 'deleted announced 1', 'created c 1']);
    expect(following.resumed).toEqual(['first', 'watch']);
  });

  it('compares with what it remembers where the server has forgotten that as well', async () => {
    await put('a', '1');
    await put('gone', '1');
    const published: string[] = [];
    const following = follow({ published: () => published.at(-1) });
    await following.noticed(2);
    published.push(await missMuch());
    await remove('gone');
    server.faults.compact();
    await following.hasReached(await put('c', '1'));
    expect(following.words().toSorted()).toEqual(
      ['listed a 1', 'listed gone 1', 'updated a 1 -> 2', 'created b 1', 'created c 1', 'deleted gone 1'].toSorted(),
    );
    expect(following.resumed).toEqual(['first', 'stored']);
  });

  it('compares at once where nobody has published more than it has seen', async () => {
    const version = await put('a', '1');
    const following = follow({ published: () => version });
    await following.noticed(1);
    await missMuch();
    await following.hasReached(await put('c', '1'));
    expect(following.words()).toEqual(['listed a 1', 'updated a 1 -> 2', 'created b 1', 'created c 1']);
  });
});

describe('a collection that may not be read', () => {
  it('is said once, and followed as soon as it may be', async () => {
    const version = await put('a', '1');
    const refusal = { do: 'fail', status: forbidden({ group: '', plural: 'configmaps' }, '', 'by policy').status } as const;
    server.faults.inject({ at: 'request', resource: 'configmaps' }, refusal, { times: 5 });
    const following = follow();
    await following.hasReached(version);
    expect(following.words()).toEqual(['listed a 1']);
    expect(following.logs.filter(({ level }) => level !== 'debug').map(({ message }) => message)).toEqual([
      'not followed until it is there and granted: others are',
      'followed again',
    ]);
  });

  it('keeps nobody waiting', async () => {
    server.faults.inject(
      { at: 'request', resource: 'configmaps' },
      { do: 'fail', status: notFound({ group: '', plural: 'configmaps' }, '').status },
    );
    const following = follow();
    await until('the refusal', () => following.state() === 'broken');
    expect(following.problem()).toBeUndefined();
  });
});
