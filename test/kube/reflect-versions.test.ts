import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { answerAll, answerList, failure, startFollowing, stock, TOO_LARGE, type Following } from './following.ts';
import { startScriptedServer, type Call, type ScriptedServer } from './scripted-server.ts';
import { createVirtualClock, type VirtualClock } from '../ground/time/virtual-clock.ts';

let server: ScriptedServer;
let clock: VirtualClock;
let following: Following;
beforeEach(async () => {
  server = await startScriptedServer();
  clock = createVirtualClock({ pauses: 'jump' });
  following = startFollowing(server.connect({ clock }).client, { clock, random: () => 0 });
});
afterEach(async () => {
  await following.stop();
  await server.stop();
});

/** What a request asks for, as far as versions go. */
const asked = ({ query }: Call) => ({
  what: query['sendInitialEvents'] === 'true' ? 'all, then changes' : query['watch'] === '1' ? 'changes' : 'list',
  version: query['resourceVersion'],
  match: query['resourceVersionMatch'],
});

describe('a reflector that loses its place', () => {
  it('asks for all objects through the watch, and goes on from the end mark', async () => {
    const first = await server.next();
    expect(asked(first)).toEqual({ what: 'all, then changes', version: undefined, match: 'NotOlderThan' });
    expect(first.query).toMatchObject({ allowWatchBookmarks: 'true', timeoutSeconds: '290' });
    answerAll(first, 5, stock('a', 3, 1));
    await following.told(1);
    first.end();
    expect(asked(await server.next())).toEqual({ what: 'changes', version: '5', match: undefined });
  });

  it('fault 1: lists once more from where it was after a 410 in mid-watch, and tells of nothing but what changed', async () => {
    const first = await server.next();
    answerAll(first, 5, stock('a', 1, 1), stock('b', 2, 1), stock('c', 3, 1));
    first.event('MODIFIED', stock('a', 6, 2));
    first.event('ERROR', failure(410, 'Expired'));
    const second = await server.next();
    expect(asked(second)).toEqual({ what: 'all, then changes', version: '6', match: 'NotOlderThan' });
    answerAll(second, 20, stock('a', 6, 2), stock('c', 9, 7));
    await following.told(6);
    expect(following.deltas).toEqual(['added a 1', 'added b 1', 'added c 1', 'updated a 1 -> 2', 'updated c 1 -> 7', 'deleted b 1']);
    expect(clock.pauses).toEqual([]);
    expect(server.count).toBe(2);
  });

  it('fault 2: where even the list has expired, then is said to be too new, it asks for the newest at once', async () => {
    const first = await server.next();
    answerAll(first, 5, stock('a', 1, 1));
    first.event('ERROR', failure(410, 'Expired'));
    (await server.next()).refuse(410, 'Expired');
    const third = await server.next();
    expect(asked(third)).toEqual({ what: 'all, then changes', version: undefined, match: 'NotOlderThan' });
    answerAll(third, 50, stock('a', 40, 4));
    await following.told(2);
    await clock.advance(60_000);
    third.event('ERROR', failure(410, 'Expired'));
    (await server.next()).refuse(504, 'Timeout', TOO_LARGE);
    const fifth = await server.next();
    expect(asked(fifth)).toEqual({ what: 'all, then changes', version: undefined, match: 'NotOlderThan' });
    answerAll(fifth, 60, stock('a', 55, 5));
    await following.told(3);
    expect(following.deltas).toEqual(['added a 1', 'updated a 1 -> 4', 'updated a 4 -> 5']);
    expect(clock.pauses).toEqual([]);
  });

  it('fault 1: does not run in circles where the server forgets at once whatever it says', async () => {
    for (let times = 1; times <= 6; times++) {
      const all = await server.next();
      answerAll(all, times);
      all.event('ERROR', failure(410, 'Expired'));
    }
    await server.next();
    expect(clock.pauses).toEqual([800, 1_600, 3_200, 6_400]);
  });

  it('fault 3: takes the list of a server that went back in time, and sees another uid as another object', async () => {
    const first = await server.next();
    answerAll(first, 99, stock('a', 98, 9), stock('b', 97, 9), stock('late', 99, 9));
    await following.told(3);
    first.cut();
    (await server.next()).refuse(504, 'Timeout', TOO_LARGE);
    const third = await server.next();
    expect(asked(third)).toEqual({ what: 'all, then changes', version: undefined, match: 'NotOlderThan' });
    answerAll(third, 7, stock('a', 4, 1), stock('b', 5, 2, 'another'));
    third.event('MODIFIED', stock('a', 8, 3));
    await following.told(8);
    expect(following.deltas.slice(3)).toEqual(['updated a 9 -> 1', 'deleted b 9', 'added b 2', 'deleted late 9', 'updated a 1 -> 3']);
    expect(following.store.version).toBe('8');
  });

  it('fault 3: asks whether the server is behind after a watch in which nothing came, not even a bookmark', async () => {
    const first = await server.next();
    answerAll(first, 99, stock('a', 98, 9));
    await following.told(1);
    first.end();
    const silent = await server.next();
    expect(asked(silent)).toEqual({ what: 'changes', version: '99', match: undefined });
    await clock.advance(290_000);
    silent.end();
    const question = await server.next();
    expect(question).toMatchObject({
      query: { limit: '1', resourceVersion: '99', resourceVersionMatch: 'NotOlderThan' },
      headers: { accept: 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1' },
    });
    question.refuse(504, 'Timeout', TOO_LARGE);
    const all = await server.next();
    expect(asked(all)).toEqual({ what: 'all, then changes', version: undefined, match: 'NotOlderThan' });
    answerAll(all, 7, stock('a', 4, 1));
    await following.told(2);
    expect(following.deltas[1]).toBe('updated a 9 -> 1');
  });

  it('fault 3: a version that the server has not reached is not waited for in the store', async () => {
    answerAll(await server.next(), 99);
    await following.store.whenSynced(new AbortController().signal);
    expect([following.store.has('99'), following.store.has('100')]).toEqual([true, false]);
  });
});

describe('a reflector of a server without WatchList', () => {
  /** Page `number` of seven, an object each. */
  const page = (number: number, version: number) => ({
    kind: 'ConfigMapList',
    apiVersion: 'v1',
    items: [stock(`p${number}`, number, version)],
    metadata: { resourceVersion: String(version), continue: number < 7 ? `page ${number + 1}` : '' },
  });
  const firstPage = async (): Promise<Call> => {
    (await server.next()).refuse(422, 'Invalid');
    return server.next();
  };

  it.each([
    ['a 500', (call: Call) => call.refuse(500, 'InternalError')],
    ['a 502 of something in between', (call: Call) => call.json({ error: 'Bad Gateway' }, 502)],
    ['a 503', (call: Call) => call.refuse(503, 'ServiceUnavailable')],
    [
      'an answer cut in the middle',
      (call: Call) => {
        call.write('{"kind":"ConfigMapList","items":[{"meta');
        call.cut();
      },
    ],
  ])('fault 8: starts the whole list again after %s on page 3 of 7, and never shows half of it', async (_, fault) => {
    const first = await firstPage();
    expect(first.query).toEqual({ limit: '500' });
    first.json(page(1, 10));
    (await server.next()).json(page(2, 10));
    const third = await server.next();
    expect(third.query).toEqual({ limit: '500', continue: 'page 3' });
    fault(third);
    let again = await server.next();
    if (again.query['continue'] === 'page 3') {
      // reset before anything was read of it, a request is made once more
      fault(again);
      again = await server.next();
    }
    expect(again.query).toEqual({ limit: '500' });
    expect([following.store.size, following.store.synced]).toEqual([0, false]);
    again.json(page(1, 20));
    for (let number = 2; number <= 7; number++) (await server.next()).json(page(number, 20));
    await following.told(7);
    expect(following.contents()).toEqual([1, 2, 3, 4, 5, 6, 7].map((number) => `p${number} 20`));
    expect(clock.pauses).toEqual([800]);
    expect(asked(await server.next())).toEqual({ what: 'changes', version: '20', match: undefined });
  });

  it('fault 8: asks for everything in one answer where the pages expire faster than they come', async () => {
    (await firstPage()).json(page(1, 10));
    (await server.next()).refuse(410, 'Expired', { message: 'The provided continue parameter is too old' });
    const whole = await server.next();
    expect(whole.query).toEqual({ limit: '0' });
    answerList(whole, 30, stock('a', 25, 1), stock('b', 26, 2));
    await following.told(2);
    expect(following.contents()).toEqual(['a 1', 'b 2']);
    expect(clock.pauses).toEqual([]);
  });

  it('fault 1: lists from where it was after a 410, and from nowhere in particular where that has expired as well', async () => {
    answerList(await firstPage(), 5, stock('a', 1, 1));
    const watch = await server.next();
    watch.event('ERROR', failure(410, 'Expired'));
    const second = await server.next();
    expect(asked(second)).toEqual({ what: 'list', version: '5', match: 'NotOlderThan' });
    second.refuse(410, 'Expired');
    const third = await server.next();
    expect(asked(third)).toEqual({ what: 'list', version: undefined, match: undefined });
    answerList(third, 9, stock('a', 8, 2));
    await following.told(2);
    expect(following.deltas).toEqual(['added a 1', 'updated a 1 -> 2']);
  });
});
