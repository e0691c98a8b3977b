import { describe, expect, it } from '@jest/globals';
import { setImmediate } from 'node:timers/promises';
import { createLanes, type Lanes } from '../../../events/consume/lanes.ts';
import { createVirtualClock } from '../../ground/time/virtual-clock.ts';

/** A bus of one consumer: what is handed back it keeps until it is told to send it again. */
function atWork(concurrency = 16) {
  const clock = createVirtualClock();
  const said: string[] = [];
  const lanes = createLanes({ concurrency, clock, unanswered: (error) => void said.push(`unanswered: ${String(error)}`) });
  const open = new Map<string, PromiseWithResolvers<void>>();
  const send = (key: string, id: string, copy = '') =>
    lanes.take({
      key,
      id,
      received: {
        body: new Uint8Array(),
        attributes: new Map(),
        ack: async () => void said.push(`ack ${id}${copy}`),
        nack: async () => void said.push(`nack ${id}${copy}`),
      },
      perform() {
        said.push(`begin ${id}`);
        const end = Promise.withResolvers<void>();
        open.set(id, end);
        return end.promise;
      },
      failed: (error, failures, againMs) => void said.push(`failed ${id}: ${String(error)}, ${failures}, ${againMs} ms`),
    });
  return {
    clock,
    lanes,
    send,
    async succeed(id: string) {
      open.get(id)?.resolve();
      await setImmediate();
    },
    async fail(id: string) {
      open.get(id)?.reject('no'); // oxlint-disable-line typescript/prefer-promise-reject-errors
      await setImmediate();
    },
    /** What was said since it was last asked. */
    heard: () => said.splice(0),
  };
}

describe('messages in hand', () => {
  it('are performed one at a time per key, and keys side by side', async () => {
    const { send, succeed, heard } = atWork();
    for (const id of ['a1', 'a2', 'b1']) send(id.slice(0, 1), id);
    expect(heard()).toEqual(['begin a1', 'begin b1']);
    await succeed('b1');
    expect(heard()).toEqual(['ack b1']);
    await succeed('a1');
    expect(heard()).toEqual(['begin a2', 'ack a1']);
  });

  it('are no more than may be performed at a time', async () => {
    const { send, succeed, heard } = atWork(2);
    for (const key of ['a', 'b', 'c', 'd']) send(key, key);
    expect(heard()).toEqual(['begin a', 'begin b']);
    await succeed('b');
    expect(heard()).toEqual(['begin c', 'ack b']);
  });

  it('are handed back after a pause when they fail, and the next of the key waits for them', async () => {
    const { send, fail, succeed, heard, clock } = atWork();
    for (const id of ['a1', 'a2', 'b1']) send(id.slice(0, 1), id);
    await fail('a1');
    expect(heard()).toEqual(['begin a1', 'begin b1', 'failed a1: no, 1, 100 ms']);
    await clock.advance(100);
    send('a', 'a3');
    expect(heard()).toEqual(['nack a1']);
    send('a', 'a1');
    await succeed('a1');
    await succeed('a2');
    expect(heard()).toEqual(['begin a1', 'begin a2', 'ack a1', 'begin a3', 'ack a2']);
  });

  it('are handed back later and later while they fail', async () => {
    const { send, fail, heard, clock } = atWork();
    for (let i = 0; i < 9; i++) {
      send('a', 'a1');
      await fail('a1');
      await clock.advance(10_000);
    }
    const waits = heard().flatMap((line) => /, (\d+) ms$/.exec(line)?.slice(1) ?? []);
    expect(waits.map(Number)).toEqual([100, 200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000]);
  });

  it('do not keep others from being performed while they pause', async () => {
    const { send, fail, heard } = atWork(1);
    send('a', 'a1');
    send('b', 'b1');
    await fail('a1');
    expect(heard()).toEqual(['begin a1', 'begin b1', 'failed a1: no, 1, 100 ms']);
  });

  it('wait for what was handed back no longer than a minute: the bus may have given it up', async () => {
    const { send, fail, heard, clock } = atWork();
    send('a', 'a1');
    send('a', 'a2');
    await fail('a1');
    await clock.advance(60_099);
    expect(heard()).not.toContain('begin a2');
    await clock.advance(1);
    expect(heard()).toContain('begin a2');
  });

  it('are performed once and answered as often as they came while they were in hand', async () => {
    const { send, succeed, heard } = atWork();
    send('a', 'a1');
    send('a', 'a2');
    send('a', 'a1', ' again');
    send('a', 'a2', ' again');
    await succeed('a1');
    await succeed('a2');
    expect(heard()).toEqual(['begin a1', 'begin a2', 'ack a1', 'ack a1 again', 'ack a2', 'ack a2 again']);
  });

  it('are bounded', async () => {
    const { send, succeed, lanes } = atWork();
    const room = () => Promise.race([lanes.room().then(() => true), setImmediate(false)]);
    for (let i = 0; i < 999; i++) send('a', String(i));
    expect(await room()).toBe(true);
    send('a', '999');
    expect(await room()).toBe(false);
    await succeed('0');
    expect(await room()).toBe(true);
  });

  it('hold nothing of a key once all of it is done', async () => {
    const { send, succeed, clock } = atWork();
    send('a', 'a1');
    await succeed('a1');
    expect(clock.planned).toBe(0);
  });
});

describe('messages in hand, at the end', () => {
  const ended = (lanes: Lanes) => Promise.race([lanes.end().then(() => true), setImmediate(false)]);

  it('are finished where they have begun, and handed back where not', async () => {
    const { send, succeed, heard, lanes } = atWork();
    send('a', 'a1');
    send('a', 'a2');
    const end = lanes.end();
    await setImmediate();
    expect(heard()).toEqual(['begin a1', 'nack a2']);
    await succeed('a1');
    await end;
    expect(heard()).toEqual(['ack a1']);
  });

  it('are handed back at once where they pause, and where they come too late', async () => {
    const { send, fail, heard, lanes, clock } = atWork();
    send('a', 'a1');
    await fail('a1');
    expect(await ended(lanes)).toBe(true);
    send('a', 'a2');
    await setImmediate();
    expect(heard().slice(2)).toEqual(['nack a1', 'nack a2']);
    expect(clock.planned).toBe(0);
  });

  it('are waited for as long as they take', async () => {
    const { send, succeed, lanes } = atWork();
    send('a', 'a1');
    expect(await ended(lanes)).toBe(false);
    await succeed('a1');
    expect(await ended(lanes)).toBe(true);
  });
});
