import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { setImmediate } from 'node:timers/promises';
import { Registry } from 'prom-client';
import { openBus } from '../../../events/buses/open-bus.ts';
import { consume, type ConsumeOptions } from '../../../events/consume/consume.ts';
import type { Handlers } from '../../../events/consume/handlers.ts';
import { encoderFor, type FormatChoice } from '../../../events/formats/format.ts';
import type { Message } from '../../../events/message.ts';
import type { ResourceChange } from '../../../events/resource-change.ts';
import { createVirtualClock } from '../../ground/time/virtual-clock.ts';
import { change, created, deleted, gap, mill, state } from '../changes.ts';

let buses = 0;

/** A consumer of a bus in memory, and what it did. */
async function consuming(handlers: (say: (text: string) => void) => Handlers, unlike: Partial<ConsumeOptions> = {}) {
  const url = `mem://consumer-${buses++}`;
  const [said, told]: [string[], string[]] = [[], []];
  const stop = new AbortController();
  const clock = createVirtualClock();
  const tell = (text: string) => void told.push(text);
  const ended = consume(
    url,
    handlers((text) => void said.push(text)),
    { signal: stop.signal, clock, tell, env: {}, ...unlike },
  );
  const bus = await openBus(url, { env: {}, tell });
  const publishMessage = async (...messages: readonly Message[]) => {
    for (const message of messages) await bus.publish([message], stop.signal);
    await setImmediate();
  };
  return {
    clock,
    said,
    told,
    ended,
    publishMessage,
    publish: (choice: FormatChoice, ...changes: readonly ResourceChange[]) =>
      publishMessage(...changes.flatMap((one) => encoderFor(choice)(one) ?? [])),
    async stop() {
      stop.abort();
      await ended;
    },
  };
}

const KOLLECT = { format: 'kollect' } as const;
const EVENTS = { format: 'cloudevents' } as const;
const object = (name: string) => ({ uid: name, name, resourceVersion: '1' });
const saying = (say: (text: string) => void): Handlers => ({
  created: ({ now }) => say(`created ${now.metadata?.name}`),
  updated: ({ then, now }) => say(`updated ${String(then?.kind)} ${now.kind}`),
  deleted: ({ uid }) => say(`deleted ${uid}`),
});

describe('a consumer', () => {
  it.each([KOLLECT, EVENTS, { ...EVENTS, mode: 'structured' } as const])('hands each event to its handler: %j', async (choice) => {
    const { publish, said, stop } = await consuming(saying);
    await publish(choice, created(), change(), deleted({ object: { ...object('u'), resourceVersion: '5000' } }));
    expect(said).toEqual(['created mill']); // all of one id: that of the change
    await publish(choice, change({ id: 'b' }), deleted({ id: 'c', object: { ...object('u'), resourceVersion: '5000' } }));
    expect(said).toEqual(['created mill', 'updated Deployment Deployment', 'deleted u']);
    await stop();
  });

  it('takes what was listed for created, unless it is told otherwise', async () => {
    const one = await consuming(saying);
    await one.publish(EVENTS, created({ type: 'listed' }));
    expect(one.said).toEqual(['created mill']);
    await one.stop();
    const other = await consuming((say) => ({ ...saying(say), listed: ({ name }) => say(`listed ${name}`) }));
    await other.publish(EVENTS, created({ type: 'listed' }));
    expect(other.said).toEqual(['listed mill']);
    await other.stop();
  });

  it('is told of gaps', async () => {
    const { publish, said, stop } = await consuming((say) => ({ gap: ({ kind }) => say(`gap ${kind}`) }));
    await publish(EVENTS, gap());
    expect(said).toEqual(['gap Deployment']);
    await stop();
  });

  it('drops what it has handled, and what is older than what it has handled, unless it is told otherwise', async () => {
    const versions = ['5', '6', '5', '6', '4', '7'].map((resourceVersion) =>
      change({ id: resourceVersion, object: { ...change().object, resourceVersion } }),
    );
    const handlers = (say: (text: string) => void): Handlers => ({ updated: ({ resourceVersion }) => say(String(resourceVersion)) });
    const [one, other] = [await consuming(handlers), await consuming(handlers, { dedupe: false })];
    await one.publish(EVENTS, ...versions);
    await other.publish(EVENTS, ...versions);
    expect(one.said).toEqual(['5', '6', '7']);
    expect(other.said).toEqual(['5', '6', '5', '6', '4', '7']);
    await one.stop();
    await other.stop();
  });

  it('asks a handler that fails again later, and the next of that key waits', async () => {
    let attempts = 0;
    const { publish, said, told, clock, stop } = await consuming((say) => ({
      updated({ id }) {
        say(`updated ${id}`);
        if (id === 'one' && ++attempts < 3) throw new Error('the database is away');
      },
    }));
    await publish(EVENTS, change({ id: 'one' }), change({ id: 'two' }), change({ id: 'three', key: 'blue/other' }));
    expect(said).toEqual(['updated one', 'updated three']);
    expect(told).toEqual(['cannot handle updated Deployment north/mill: the database is away: failed 1 times, handed back in 100 ms']);
    await clock.advance(100);
    expect(said.slice(2)).toEqual(['updated one']);
    await clock.advance(200);
    expect(said.slice(3)).toEqual(['updated one', 'updated two']);
    await stop();
  });

  it('hands an event of an unknown type to whoever wants it, acknowledges it and counts it', async () => {
    const registry = new Registry();
    const { publishMessage, publish, said, stop } = await consuming((say) => ({ unknown: ({ typeName }) => say(typeName) }), { registry });
    const message = encoderFor(EVENTS)(change());
    if (message === undefined) throw new Error('a change is a message');
    await publishMessage({ ...message, attributes: new Map([...message.attributes, ['type', 'com.example.thing']]) });
    expect(said).toEqual(['com.example.thing']);
    await publish(KOLLECT, change());
    expect(await registry.getSingleMetricAsString('kollect_events_ignored_total')).toContain('{key="",type="unknown"} 1');
    await stop();
  });

  it('counts what it reads, and what nobody wants, in a registry that others may count in as well', async () => {
    const registry = new Registry();
    const one = await consuming((say) => ({ updated: () => say('updated') }), { registry });
    const other = await consuming(() => ({}), { registry });
    await one.publish(KOLLECT, change(), created({ id: 'b' }));
    await other.publish(EVENTS, change());
    expect(await registry.metrics()).toContain('kollect_events_read_total{key="",type="kollect.resource.event.v1.ResourceUpdatedEvent"} 1');
    const ignored = await registry.getSingleMetricAsString('kollect_events_ignored_total');
    expect(ignored).toContain('{key="",type="kollect.resource.event.v1.ResourceCreatedEvent"} 1');
    expect(ignored).toContain('{key="",type="dev.civ8s.resource.updated"} 1');
    await one.stop();
    await other.stop();
  });

  it('finishes what has begun when it is stopped, and begins nothing more', async () => {
    const working = Promise.withResolvers<void>();
    const { publish, said, stop } = await consuming((say) => ({
      async updated({ id }) {
        say(`begin ${id}`);
        await working.promise;
        say(`end ${id}`);
      },
    }));
    await publish(EVENTS, change({ id: 'one' }), change({ id: 'two' }));
    const stopped = stop();
    await setImmediate();
    working.resolve();
    await stopped;
    expect(said).toEqual(['begin one', 'end one']);
  });

  it.each([
    ['no scheme', 'changes', 'the bus URL has no scheme'],
    ['a scheme that no bus has', 'natz://changes', 'no bus has the scheme natz:'],
  ])('refuses %s', (_, url, message) =>
    expect(consume(url, {}, { signal: AbortSignal.timeout(10_000) })).rejects.toThrow(
      expect.objectContaining({ name: 'BusError', message: expect.stringContaining(message) }),
    ),
  );
});

describe('a message that no consumer can read', () => {
  const garbage = (body: string, key: string): Message => ({
    id: '',
    key,
    body: Buffer.from(body),
    contentType: 'text/plain',
    attributes: new Map(),
    about: change(),
  });

  it('is handed back, later and later, and nothing of its key waits for it', async () => {
    const { publish, publishMessage, said, told, clock, stop } = await consuming(saying);
    await publishMessage(garbage('hello', change().key));
    await publish(EVENTS, created());
    expect(said).toEqual(['created mill']);
    await clock.advance(300);
    expect(told).toEqual(
      Array<string>(3).fill(
        'cannot read a message of 5 bytes as kollect: it is not an envelope of kollect: proto: illegal wireType 4: ' +
          'let nothing but resource-events publish there; it is handed back',
      ),
    );
    await stop();
  });

  it('is for whoever wants it, and then acknowledged', async () => {
    const { publishMessage, said, told, clock, stop } = await consuming((say) => ({
      unreadable: ({ message }, { body }) => say(`${Buffer.from(body).toString()}: ${message.slice(0, 11)}`),
    }));
    await publishMessage(garbage('hello', 'k'));
    await clock.advance(60_000);
    expect([said, told]).toEqual([['hello: cannot read'], []]);
    await stop();
  });
});

describe('the world of a consumer', () => {
  it('is the world as it is, whatever fails and comes twice', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ key: fc.nat(3), failures: fc.nat(2), twice: fc.boolean() }), { maxLength: 25 }),
        fc.constantFrom(KOLLECT, EVENTS),
        fc.integer({ min: 1, max: 3 }),
        async (plan, choice, concurrency) => {
          const world = new Map<string, unknown>();
          const order = new Map<string, number[]>();
          const left = new Map(plan.map(({ failures }, at) => [String(at), failures]));
          const { publish, clock, stop } = await consuming(
            () => ({
              async updated({ id, key, now }) {
                await setImmediate();
                const failures = left.get(id) ?? 0;
                left.set(id, failures - 1);
                if (failures > 0) throw new Error('not now');
                world.set(key, now['n']);
                order.set(key, [...(order.get(key) ?? []), Number(id)]);
              },
            }),
            { concurrency },
          );
          const changes = plan.flatMap(({ key, twice }, at) => {
            const one = change({
              id: String(at),
              key: `blue/${key}`,
              object: { uid: String(key), name: 'x', resourceVersion: String(at + 1) },
              then: mill(1),
              now: state({ kind: 'X', n: at }),
            });
            return twice ? [one, one] : [one];
          });
          await publish(choice, ...changes);
          for (let seconds = 0; seconds < 100; seconds++) await clock.advance(1_000);
          for (const [key, ids] of order)
            expect([key, ids]).toEqual([key, plan.flatMap((one, at) => (`blue/${one.key}` === key ? [at] : []))]);
          expect(world).toEqual(new Map(plan.map(({ key }, at) => [`blue/${key}`, at])));
          await stop();
        },
      ),
      { numRuns: 60 },
    ));
});
