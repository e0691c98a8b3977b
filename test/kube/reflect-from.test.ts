import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { configMaps } from '../../kube/objects/built-in.ts';
import { versionOf } from '../../kube/follow/change.ts';
import { reflect } from '../../kube/follow/reflect.ts';
import { createVirtualClock, type VirtualClock } from '../ground/time/virtual-clock.ts';
import { answerAll, answerList, failure, stock } from './following.ts';
import { startScriptedServer, type ScriptedServer } from './scripted-server.ts';

let server: ScriptedServer;
let clock: VirtualClock;
let stopping: AbortController;
beforeEach(async () => {
  server = await startScriptedServer();
  clock = createVirtualClock({ pauses: 'jump' });
  stopping = new AbortController();
});
afterEach(async () => {
  stopping.abort();
  await server.stop();
});

/** Follows ConfigMaps from version 7, and tells of each change: `replaced a@5 =7`. */
function following(): { next(): Promise<string> } {
  const changes = reflect(server.connect({ clock }).client, configMaps, { from: '7', signal: stopping.signal, clock, random: () => 0 });
  return {
    async next() {
      const { value: change, done } = await changes.next();
      if (done === true) throw new Error('it has ended');
      const objects = change.type === 'replaced' ? change.objects : change.type === 'progress' ? [] : [change.object];
      const named = objects.map(({ metadata }) => `${metadata?.name}@${metadata?.resourceVersion}`);
      return [change.type, ...named, `=${versionOf(change)}`].join(' ');
    },
  };
}

describe('a reflector that is told where to begin', () => {
  it('lists what was there at that version, page by page, and then asks for what has changed since', async () => {
    const { next } = following();
    const first = next();
    const list = await server.next();
    expect(list.query).toEqual({ limit: '500', resourceVersion: '7', resourceVersionMatch: 'Exact' });
    list.json({ kind: 'ConfigMapList', metadata: { resourceVersion: '7', continue: 'more' }, items: [stock('a', 3, 1)] });
    const more = await server.next();
    expect(more.query).toEqual({ limit: '500', continue: 'more' });
    answerList(more, 7, stock('b', 7, 1));
    expect(await first).toBe('replaced a@3 b@7 =7');
    const second = next();
    const watch = await server.next();
    expect(watch.query).toMatchObject({ watch: '1', resourceVersion: '7' });
    watch.event('DELETED', stock('a', 9, 1));
    expect(await second).toBe('deleted a@9 =9');
  });

  it('lists anew where the list is still known and the changes are not', async () => {
    const { next } = following();
    const first = next();
    answerList(await server.next(), 7, stock('a', 3, 1));
    expect(await first).toBe('replaced a@3 =7');
    const second = next();
    (await server.next()).event('ERROR', failure(410, 'Expired'));
    const all = await server.next();
    expect(all.query).toMatchObject({ sendInitialEvents: 'true', resourceVersion: '7', resourceVersionMatch: 'NotOlderThan' });
    answerAll(all, 20, stock('a', 15, 2));
    expect(await second).toBe('replaced a@15 =20');
    expect(clock.pauses).toEqual([]);
  });

  it.each([
    ['has forgotten that version', 410, 'Expired', {}, '7'],
    ['has not come as far', 504, 'Timeout', { details: { causes: [{ reason: 'ResourceVersionTooLarge' }] } }, undefined],
    ['does not know such lists', 400, 'BadRequest', {}, undefined],
  ])('lists what is there now, at once, where the server %s', async (_, code, reason, more, notOlderThan) => {
    const { next } = following();
    const first = next();
    (await server.next()).refuse(code, reason, more);
    const all = await server.next();
    expect(all.query['resourceVersion']).toBe(notOlderThan);
    answerAll(all, 20, stock('a', 15, 2));
    expect(await first).toBe('replaced a@15 =20');
    expect(clock.pauses).toEqual([]);
  });

  it('asks for that version again after what passes by itself', async () => {
    const { next } = following();
    const first = next();
    (await server.next()).refuse(503, 'ServiceUnavailable');
    const again = await server.next();
    expect(again.query).toMatchObject({ resourceVersion: '7', resourceVersionMatch: 'Exact' });
    answerList(again, 7);
    expect(await first).toBe('replaced =7');
  });

  it('asks for all of that version in one answer where the pages take too long', async () => {
    const { next } = following();
    const first = next();
    (await server.next()).json({ metadata: { resourceVersion: '7', continue: 'more' }, items: [stock('a', 3, 1)] });
    (await server.next()).refuse(410, 'Expired');
    const whole = await server.next();
    expect(whole.query).toEqual({ limit: '0', resourceVersion: '7', resourceVersionMatch: 'Exact' });
    answerList(whole, 7, stock('a', 3, 1), stock('b', 4, 1));
    expect(await first).toBe('replaced a@3 b@4 =7');
  });
});

describe('a reflector that is given how to read', () => {
  it('reads lists and watches so', async () => {
    const parseJson = (text: string): unknown =>
      JSON.parse(text, (_, value: unknown, context?: { readonly source?: string }) =>
        typeof value === 'number' ? `number ${context?.source}` : value,
      );
    const { client } = server.connect({ clock });
    const changes = reflect(client, configMaps, { from: '7', parseJson, signal: stopping.signal, clock });
    const first = changes.next();
    const list = await server.next();
    list.write('{"metadata":{"resourceVersion":"7"},"items":[{"metadata":{"name":"a"},"data":{"n":9007199254740993}}]}');
    list.end();
    expect((await first).value).toMatchObject({ objects: [{ data: { n: 'number 9007199254740993' } }] });
    const second = changes.next();
    (await server.next()).write('{"type":"MODIFIED","object":{"metadata":{"name":"a","resourceVersion":"8"},"data":{"n":1.0}}}\n');
    expect((await second).value).toMatchObject({ object: { data: { n: 'number 1.0' } } });
  });
});
