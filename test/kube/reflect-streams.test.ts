import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ApiError } from '../../kube/errors/api-error.ts';
import { answerAll, answerList, bookmark, endMark, failure, startFollowing, stock, type Following } from './following.ts';
import { startScriptedServer, type ScriptedServer } from './scripted-server.ts';
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

const codes = () => following.errors.map((error) => (ApiError.is(error) ? error.code : error));

describe('a reflector and the bytes of its watch', () => {
  it('fault 4: goes on from the last whole event where a line is cut in two', async () => {
    const first = await server.next();
    answerAll(first, 5, stock('a', 1, 1));
    first.event('MODIFIED', stock('a', 6, 2));
    first.write(JSON.stringify({ type: 'MODIFIED', object: stock('a', 7, 3) }).slice(0, -20));
    await following.told(2);
    first.cut();
    const second = await server.next();
    expect(second.query['resourceVersion']).toBe('6');
    second.event('MODIFIED', stock('a', 7, 3));
    await following.told(3);
    expect(following.deltas).toEqual(['added a 1', 'updated a 1 -> 2', 'updated a 2 -> 3']);
    expect(codes()).toEqual(['unreachable']);
  });

  it('fault 4: drops a last line that ends without its end, and asks for it again', async () => {
    const first = await server.next();
    answerAll(first, 5);
    first.write(JSON.stringify({ type: 'ADDED', object: stock('a', 6, 1) }));
    first.end();
    const second = await server.next();
    expect(second.query['resourceVersion']).toBe('5');
    second.event('ADDED', stock('a', 6, 1));
    await following.told(1);
    expect(following.contents()).toEqual(['a 1']);
  });

  it('fault 4: reads an event of 1.4 MB, and characters of more than one byte that come byte by byte', async () => {
    const first = await server.next();
    const large = 'holz '.repeat(280_000);
    answerAll(first, 5);
    first.event('ADDED', stock('large', 6, large));
    const bytes = Buffer.from(`${JSON.stringify({ type: 'ADDED', object: stock('b', 7, 'žluťoučký 木 🪵') })}\n`);
    for (const byte of bytes) first.write(Uint8Array.of(byte));
    await following.told(2);
    expect(following.store.get('default/large')?.data?.['wood']).toHaveLength(1_400_000);
    expect(following.store.get('default/b')?.data?.['wood']).toBe('žluťoučký 木 🪵');
  });

  it('fault 4: resumes where it was after a line that is not valid JSON', async () => {
    const first = await server.next();
    answerAll(first, 5);
    first.write("<html>a proxy's word</html>\n");
    expect((await server.next()).query['resourceVersion']).toBe('5');
    expect(codes()).toEqual(['malformed']);
  });
});

describe('a reflector and the end of its watch', () => {
  it('fault 5: leaves a connection on which nothing came for five seconds longer than the server may be silent', async () => {
    const first = await server.next();
    answerAll(first, 5, stock('a', 1, 1));
    await following.told(1);
    await clock.advance(200_000);
    first.event('BOOKMARK', bookmark(8));
    const signal = new AbortController().signal;
    await following.store.whenHas('8', signal);
    await clock.advance(294_000);
    expect(server.count).toBe(1);
    await clock.advance(1_000);
    await first.closed;
    const second = await server.next();
    expect(second.query['resourceVersion']).toBe('8');
    expect(codes()).toEqual(['timeout']);
  });

  it("fault 5: leaves a connection on which not even the answer's beginning came", async () => {
    await server.next();
    await clock.advance(10_000); // no initial event: a list may do better
    answerList(await server.next(), 5);
    const watch = await server.next();
    await clock.advance(295_000);
    await watch.closed;
    expect((await server.next()).query['resourceVersion']).toBe('5');
  });

  it('fault 6: asks less than 0.3 times a second after a minute of a server that closes each watch at once', async () => {
    const first = await server.next();
    answerAll(first, 5);
    first.end();
    for (let times = 0; times < 50; times++) (await server.next()).end();
    await server.next();
    expect(clock.pauses.slice(0, 7)).toEqual([800, 1_600, 3_200, 6_400, 12_800, 25_600, 30_000]);
    expect(Math.min(...clock.pauses.slice(6))).toBe(30_000);
    expect(server.count).toBe(52);
  });

  it('asks again at once where a watch has lasted', async () => {
    const first = await server.next();
    answerAll(first, 5, stock('a', 1, 1));
    await following.told(1);
    first.end();
    const second = await server.next();
    second.event('BOOKMARK', bookmark(6));
    await following.store.whenHas('6', new AbortController().signal);
    await clock.advance(290_000);
    second.end();
    expect((await server.next()).query['resourceVersion']).toBe('6');
    expect(clock.pauses).toEqual([]);
  });
});

describe('a reflector that is refused', () => {
  it('fault 7: waits as long as a 429 says, and watches on without a list', async () => {
    const first = await server.next();
    answerAll(first, 5, stock('a', 1, 1));
    await following.told(1);
    first.end();
    (await server.next()).refuse(429, 'TooManyRequests', { headers: { 'retry-after': '7' } });
    const third = await server.next();
    expect(third.query).toMatchObject({ watch: '1', resourceVersion: '5' });
    expect(third.query['sendInitialEvents']).toBeUndefined();
    expect(clock.pauses).toEqual([7_000]);
  });

  it('fault 7: waits as long as a 429 to a list says', async () => {
    (await server.next()).refuse(422, 'Invalid');
    (await server.next()).refuse(429, 'TooManyRequests', { headers: { 'retry-after': '3' } });
    answerList(await server.next(), 5, stock('a', 1, 1));
    await following.told(1);
    expect(clock.pauses).toEqual([3_000]);
  });

  it('goes on waiting, and watches on without a list, while nobody listens at the port', async () => {
    answerAll(await server.next(), 5, stock('a', 1, 1));
    await following.told(1);
    await server.stop();
    await following.failed(4);
    expect(new Set(codes())).toEqual(new Set(['unreachable']));
    expect(following.contents()).toEqual(['a 1']);
  });

  it.each([
    [400, 'BadRequest'],
    [422, 'Invalid'],
  ])('fault 9: lists and watches where sendInitialEvents is refused with %i, and remembers', async (code, reason) => {
    (await server.next()).refuse(code, reason);
    answerList(await server.next(), 5, stock('a', 1, 1));
    const watch = await server.next();
    expect(watch.query).toMatchObject({ watch: '1', resourceVersion: '5' });
    watch.event('ERROR', failure(410, 'Expired'));
    const again = await server.next();
    expect(again.query['watch']).toBeUndefined();
    answerList(again, 9, stock('a', 8, 2));
    await following.told(2);
    expect(clock.pauses).toEqual([]);
  });

  it('fault 22: comes back by itself once it may', async () => {
    for (let times = 0; times < 3; times++) (await server.next()).refuse(403, 'Forbidden');
    answerList(await server.next(), 5, stock('a', 1, 1));
    await following.told(1);
    expect(codes()).toEqual(['forbidden', 'forbidden', 'forbidden']);
    expect(clock.pauses).toEqual([800, 1_600]); // first it asked for a list, at once: that may be granted without the watch
  });

  it('fault 22: lists again and again what it may not watch, and watches it once it may', async () => {
    (await server.next()).refuse(403, 'Forbidden');
    answerList(await server.next(), 5, stock('a', 1, 1));
    (await server.next()).refuse(403, 'Forbidden');
    const again = await server.next();
    expect(again.query).toMatchObject({ resourceVersion: '5', resourceVersionMatch: 'NotOlderThan' });
    answerList(again, 7, stock('a', 6, 2));
    const watch = await server.next();
    expect(watch.query).toMatchObject({ watch: '1', resourceVersion: '7' });
    watch.event('MODIFIED', stock('a', 8, 3));
    await following.told(3);
    expect([following.deltas, clock.pauses]).toEqual([['added a 1', 'updated a 1 -> 2', 'updated a 2 -> 3'], [10_000]]);
  });

  it('fault 22: asks for a watch once more before it lists again', async () => {
    const first = await server.next();
    answerAll(first, 5, stock('a', 1, 1));
    await following.told(1);
    first.event('MODIFIED', stock('a', 6, 2));
    first.end();
    (await server.next()).refuse(403, 'Forbidden');
    const watch = await server.next();
    expect(watch.query).toMatchObject({ watch: '1', resourceVersion: '6' });
    watch.event('MODIFIED', stock('a', 8, 3));
    await following.told(3);
  });

  it('fault 22: leaves another collection alone', async () => {
    const refused = await server.next();
    const other = startFollowing(server.connect({ clock }).client, { clock, random: () => 0, namespace: 'other' });
    const second = await server.next();
    refused.refuse(403, 'Forbidden');
    answerAll(second, 5, stock('b', 1, 1));
    await other.told(1);
    expect([other.errors, other.contents()]).toEqual([[], ['b 1']]);
    await other.stop();
  });

  it('fault 22: lives through a resource that is gone for a while', async () => {
    const first = await server.next();
    answerAll(first, 5, stock('a', 1, 1));
    await following.told(1);
    first.event('DELETED', stock('a', 6, 1));
    first.end();
    for (let times = 0; times < 2; times++) (await server.next()).refuse(404, 'NotFound');
    (await server.next()).refuse(410, 'Expired');
    answerAll(await server.next(), 9, stock('a', 8, 2, 'another'));
    await following.told(3);
    expect(following.deltas).toEqual(['added a 1', 'deleted a 1', 'added a 2']);
    expect(codes()).toEqual(['not-found', 'not-found', 'expired']);
  });
});

describe('a reflector and bookmarks', () => {
  it('fault 10: lists where the initial events come without their end', async () => {
    const first = await server.next();
    first.event('ADDED', stock('a', 1, 1));
    first.event('BOOKMARK', bookmark(5, { 'example.com/unknown': 'true' }));
    first.event('BOOKMARK', bookmark(5, { 'k8s.io/initial-events-end': 'no' }));
    await clock.waitingFor(10_000);
    expect(following.store.synced).toBe(false);
    first.end();
    answerList(await server.next(), 6, stock('a', 1, 1));
    await following.told(1);
    expect((await server.next()).query).toMatchObject({ watch: '1', resourceVersion: '6' });
  });

  it('fault 10: lists where a server takes sendInitialEvents and says nothing', async () => {
    const first = await server.next();
    first.event('ADDED', stock('a', 1, 1));
    await clock.waitingFor(10_000);
    await clock.advance(11_000);
    await first.closed;
    answerList(await server.next(), 6, stock('a', 1, 1));
    await following.told(1);
  });

  it('fault 10: moves on by bookmarks alone, and is told of nothing', async () => {
    const first = await server.next();
    answerAll(first, 5, stock('a', 1, 1));
    for (const version of [7, 9, 12]) first.event('BOOKMARK', bookmark(version));
    await following.store.whenHas('12', new AbortController().signal);
    first.end();
    expect((await server.next()).query['resourceVersion']).toBe('12');
    expect(following.deltas).toEqual(['added a 1']);
  });

  it('fault 10: takes what changes before the end mark into the first list', async () => {
    const first = await server.next();
    first.event('ADDED', stock('a', 1, 1));
    first.event('ADDED', stock('b', 2, 1));
    first.event('MODIFIED', stock('a', 3, 2));
    first.event('DELETED', stock('b', 4, 1));
    first.event('BOOKMARK', endMark(4));
    await following.told(1);
    expect(following.deltas).toEqual(['added a 2']);
  });

  it('keeps an object whole that its transform cannot take, says so, and goes on', async () => {
    const other = startFollowing(server.connect({ clock }).client, {
      clock,
      namespace: 'other',
      transform: (object) => ({ ...object, data: { wood: `${JSON.parse(object.data?.['wood'] ?? '') as number}0` } }),
    });
    await server.next();
    answerAll(await server.next(), 5, stock('a', 1, 'no number'), stock('b', 2, 7));
    await other.told(2);
    expect([other.contents(), other.errors.length]).toEqual([['a no number', 'b 70'], 1]);
    await other.stop();
  });

  it('keeps all of an object but its managedFields', async () => {
    const object = stock('a', 1, 1);
    answerAll(await server.next(), 5, { ...object, metadata: { ...object.metadata, managedFields: [{ manager: 'someone' }] } });
    await following.told(1);
    expect(following.store.get('default/a')).toEqual(object);
  });
});
