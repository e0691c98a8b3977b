import { afterEach, describe, expect, it } from '@jest/globals';
import { createChangeOutbox, type ChangeOutboxOptions } from '../../../../controllers/resource-events/outbox/change-outbox.ts';
import type { OutboxObserver } from '../../../../controllers/resource-events/outbox/observer.ts';
import type { Delivery } from '../../../../events/buses/bus.ts';
import type { ChangeType, ResourceChange } from '../../../../events/resource-change.ts';
import { createVirtualClock } from '../../../ground/time/virtual-clock.ts';
import { DEPLOYMENTS, SECRETS } from '../objects.ts';
import { changeOf, encodeWhole } from './changes.ts';
import { AGAIN, CONFIRMED, createScriptedBus } from './scripted-bus.ts';

const TOO_LARGE: Delivery = { how: 'refused', reason: 'too large', why: 'max_payload' };
const busyFor = (afterMs: number): Delivery => ({ how: 'again', why: 'busy', afterMs });
const ended = new AbortController();
let terms: AbortController[] = [];
afterEach(() => {
  for (const term of terms) term.abort();
  terms = [];
});

function stage(options: Partial<ChangeOutboxOptions> = {}) {
  const clock = createVirtualClock();
  const said: string[] = [];
  const dead: ResourceChange[] = [];
  const observer: OutboxObserver = {
    published: ({ type, object }) => said.push(`${type} ${object.uid} ${object.resourceVersion}`),
    failed: (why, retryMs) => said.push(`failed: ${why}, again in ${Math.round(retryMs)}`),
    recovered: () => said.push('recovered'),
    shrunk: () => said.push('shrunk'),
    dead: ({ change, reason, why }) => {
      dead.push(change);
      said.push(`dead: ${reason}, ${why}`);
    },
  };
  const outbox = createChangeOutbox({ encode: encodeWhole, clock, random: () => 1, observer, ...options });
  const append = (type: ChangeType, uid: string, version: number, { live = true, resource = DEPLOYMENTS } = {}) => {
    outbox.append(changeOf(type, uid, version, { then: 'T', now: 'N', resource }), { at: String(version), live });
    outbox.reached(resource, String(version));
  };
  const bus = createScriptedBus();
  const term = new AbortController();
  terms.push(term);
  const begin = () => outbox.publish(bus, term.signal);
  return { clock, outbox, append, bus, begin, term, said, dead };
}

describe('the outbox', () => {
  it('sends what was appended together in one batch, and a lone change at once', async () => {
    const { append, bus, begin } = stage();
    void begin();
    append('created', 'a', 1);
    append('created', 'b', 2);
    expect((await bus.batch(0)).bodies).toEqual(['created a 1', 'created b 2']);
    append('created', 'c', 3);
    expect((await bus.batch(1)).bodies).toEqual(['created c 3']);
  });

  it('never has two changes of an object with the bus', async () => {
    const { append, bus, begin } = stage();
    void begin();
    append('created', 'a', 1);
    append('updated', 'a', 2);
    append('created', 'b', 3);
    expect((await bus.batch(0)).bodies).toEqual(['created a 1', 'created b 3']);
    append('updated', 'a', 4);
    bus.batches[0]?.answer(CONFIRMED, CONFIRMED);
    expect((await bus.batch(1)).bodies).toEqual(['updated a 2']);
    bus.batches[1]?.answer(CONFIRMED);
    expect((await bus.batch(2)).bodies).toEqual(['updated a 4']);
  });

  it('makes batches of a hundred, eight at once', async () => {
    const { append, bus, begin } = stage();
    for (let index = 0; index < 1_000; index += 1) append('listed', `u${index}`, index + 1, { live: false });
    void begin();
    await bus.batch(7);
    expect(bus.batches.map(({ bodies }) => bodies.length)).toEqual(Array.from({ length: 8 }, () => 100));
    bus.batches[3]?.answerAll(CONFIRMED);
    expect((await bus.batch(8)).bodies[0]).toBe('listed u800 801');
  });

  it('sends what happened just now before what was listed', async () => {
    const { append, bus, begin } = stage();
    append('listed', 'a', 1, { live: false });
    append('listed', 'b', 2, { live: false });
    append('updated', 'b', 3);
    append('created', 'c', 4);
    void begin();
    expect((await bus.batch(0)).bodies).toEqual(['listed b 2', 'created c 4', 'listed a 1']);
  });

  it('waits twice as long after each failure, tries with one message, and sends all once that is confirmed', async () => {
    const { append, bus, begin, clock, said } = stage();
    void begin();
    append('created', 'a', 1);
    append('created', 'b', 2);
    (await bus.batch(0)).answerAll(AGAIN);
    await clock.waitingFor(100);
    await clock.advance(99);
    expect(bus.batches).toHaveLength(1);
    await clock.advance(1);
    expect((await bus.batch(1)).bodies).toEqual(['created a 1']);
    bus.batches[1]?.answer(AGAIN);
    await clock.waitingFor(200);
    await clock.advance(200);
    expect((await bus.batch(2)).bodies).toEqual(['created b 2']);
    append('created', 'c', 3);
    bus.batches[2]?.answer(CONFIRMED);
    expect((await bus.batch(3)).bodies).toEqual(['created a 1', 'created c 3']);
    expect(said).toEqual(['failed: no connection, again in 100', 'failed: no connection, again in 200', 'recovered', 'created b 2']);
  });

  it('waits as long as the bus asks for', async () => {
    const { append, bus, begin, said } = stage();
    void begin();
    append('created', 'a', 1);
    (await bus.batch(0)).answer(busyFor(5_000));
    append('created', 'b', 1);
    await new Promise(setImmediate);
    expect(said).toEqual(['failed: busy, again in 5000']);
  });

  it('takes several batches that fail together for one failure', async () => {
    const { append, bus, begin, said } = stage();
    void begin();
    for (const uid of ['a', 'b', 'c']) {
      append('created', uid, 1);
      await bus.batch(bus.batches.length);
    }
    for (const batch of bus.batches) batch.answer(AGAIN);
    await new Promise(setImmediate);
    expect(said).toEqual(Array.from({ length: 3 }, () => 'failed: no connection, again in 100'));
  });

  it('lets others go on where the bus takes them and not one', async () => {
    const { append, bus, begin, clock } = stage();
    void begin();
    append('created', 'odd', 1);
    append('created', 'b', 2);
    (await bus.batch(0)).answer(AGAIN, CONFIRMED);
    await new Promise(setImmediate);
    append('created', 'c', 3);
    expect((await bus.batch(1)).bodies).toEqual(['created c 3']);
    await clock.advance(100);
    expect((await bus.batch(2)).bodies).toEqual(['created odd 1']);
    bus.batches[1]?.answer(CONFIRMED);
    await new Promise(setImmediate);
    bus.batches[2]?.answer(AGAIN);
    await new Promise(setImmediate);
    append('created', 'd', 4);
    expect((await bus.batch(3)).bodies).toEqual(['created d 4']);
  });

  it('counts an answer that comes after it gave up, and sends nothing of that object before', async () => {
    const { append, bus, begin, clock, outbox } = stage({ publishTimeoutMs: 10_000 });
    void begin();
    append('created', 'a', 1);
    const batch = await bus.batch(0);
    await clock.advance(10_000);
    expect(batch.signal.aborted).toBe(true);
    append('updated', 'a', 2);
    await clock.advance(60_000);
    expect(bus.batches).toHaveLength(1);
    batch.answer(CONFIRMED);
    expect((await bus.batch(1)).bodies).toEqual(['updated a 2']);
    expect(outbox.pending).toBe(1);
  });

  it('survives a bus that throws, and one that answers too little', async () => {
    const { append, bus, begin, clock, said } = stage();
    void begin();
    append('created', 'a', 1);
    (await bus.batch(0)).fail(new Error('a defect'));
    await clock.waitingFor(100);
    await clock.advance(100);
    (await bus.batch(1)).answer();
    await new Promise(setImmediate);
    expect(said).toEqual(['failed: a defect, again in 100', 'failed: the bus did not say what became of it, again in 200']);
  });
});

describe('a change that is refused', () => {
  it('as too large goes without then, then with metadata alone, then nowhere; and later ones of its object go on', async () => {
    const { outbox, append, bus, begin, said, dead } = stage();
    const now = Buffer.from(JSON.stringify({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' }, data: { a: 'b' } }));
    const whole = { ...changeOf('updated', 'a', 1, { then: 'T' }), now };
    const sent: ResourceChange[] = [];
    void begin();
    outbox.append(whole, { at: '1', live: true });
    append('updated', 'a', 2);
    const { publish } = bus;
    bus.publish = (messages, signal) => {
      sent.push(...messages.map(({ about }) => about as ResourceChange));
      return publish(messages, signal);
    };
    for (const index of [0, 1, 2]) (await bus.batch(index)).answer(TOO_LARGE);
    expect((await bus.batch(3)).bodies).toEqual(['updated a 2']);
    expect(sent.slice(0, 3).map(({ then, shrunk }) => [then === undefined, shrunk])).toEqual([
      [false, false],
      [true, true],
      [true, true],
    ]);
    expect(JSON.parse(Buffer.from(sent[2]?.now ?? []).toString())).toEqual({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' } });
    expect(said).toEqual(['shrunk', 'shrunk', 'dead: too large, max_payload']);
    expect(dead).toEqual([whole]);
  });

  it('as not accepted, or that cannot be encoded, is a dead letter', async () => {
    const { append, bus, begin, said, outbox } = stage({
      encode: (change) => {
        if (change.object.uid === 'odd') throw new Error('odd');
        return encodeWhole(change);
      },
    });
    void begin();
    append('created', 'odd', 1);
    append('created', 'b', 2);
    (await bus.batch(0)).answer({ how: 'refused', reason: 'not accepted', why: 'schema' });
    await outbox.drained(ended.signal);
    expect(said).toEqual(['dead: not encodable, odd', 'dead: not accepted, schema']);
  });
});

describe('at its limit', () => {
  it('merges what no bus has seen, and leaves what one may have', async () => {
    const { outbox, append, bus, begin } = stage({ maxChanges: 3 });
    void begin();
    append('created', 'a', 1);
    await bus.batch(0);
    append('updated', 'a', 2);
    append('updated', 'a', 3);
    append('updated', 'a', 4);
    expect(outbox.pending).toBe(3);
    bus.batches[0]?.answer(AGAIN);
    append('updated', 'a', 5);
    append('deleted', 'a', 6);
    append('created', 'b', 7);
    expect(outbox.pending).toBe(3);
    bus.publish = async (messages) => {
      sent.push(...messages.map(({ body }) => Buffer.from(body).toString()));
      return messages.map(() => CONFIRMED);
    };
    const sent: string[] = [];
    await outbox.drained(new AbortController().signal);
    expect(sent.sort()).toEqual(['created a 1', 'created b 7', 'deleted a 6']);
  });

  it('says when there is no room, and when there is again', async () => {
    const { outbox, append, bus, begin } = stage({ maxChanges: 2 });
    const { signal } = new AbortController();
    for (const uid of ['a', 'b']) append('created', uid, 1);
    await outbox.room(signal);
    append('created', 'c', 1);
    let room = false;
    const waited = outbox.room(signal).then(() => (room = true));
    await new Promise(setImmediate);
    expect(room).toBe(false);
    void begin();
    (await bus.batch(0)).answerAll(CONFIRMED);
    await waited;
    expect(outbox.pending).toBe(0);
  });

  it('forgets what came and went, but only where nobody else can have said that it came', async () => {
    const { outbox, append, begin, term } = stage({ maxChanges: 1 });
    const published = begin();
    term.abort();
    const comeAndGo = (uid: string, version: number) => {
      append('created', uid, version);
      append('deleted', uid, version + 1);
    };
    comeAndGo('a', 10);
    expect(outbox.pending).toBe(1);
    outbox.ownFrom(DEPLOYMENTS, '11');
    comeAndGo('b', 12);
    expect(outbox.pending).toBe(1);
    await published;
    comeAndGo('c', 14);
    expect(outbox.pending).toBe(2);
  });

  it('remembers what came and went where another replica may have begun to publish in between', async () => {
    const { outbox, append, bus } = stage({ maxChanges: 1 });
    outbox.ownFrom(DEPLOYMENTS, '9');
    append('created', 'a', 10);
    await outbox.publish(bus, AbortSignal.abort());
    append('deleted', 'a', 11);
    expect(outbox.pending).toBe(1);
  });

  it('counts bytes as well', () => {
    const { outbox } = stage({ maxBytes: 3_500 });
    const now = 'x'.repeat(800);
    outbox.append(changeOf('created', 'a', 1, { now }), { at: '1', live: true });
    outbox.append(changeOf('updated', 'a', 2, { now }), { at: '2', live: true });
    expect([outbox.pending, outbox.pendingBytes < 3_500]).toEqual([1, true]);
  });
});

describe('what is settled', () => {
  it('is told per resource, up to the first change that is not', async () => {
    const { outbox, append, bus, begin } = stage();
    void begin();
    append('created', 'a', 1);
    append('created', 's', 2, { resource: SECRETS });
    append('created', 'b', 3);
    outbox.reached(DEPLOYMENTS, '5');
    (await bus.batch(0)).answer(AGAIN, CONFIRMED, CONFIRMED);
    await new Promise(setImmediate);
    expect([outbox.settledVersion(DEPLOYMENTS), outbox.settledVersion(SECRETS)]).toEqual([undefined, '2']);
    await outbox.drained(AbortSignal.abort());
    (await bus.batch(1)).answer(CONFIRMED);
    await outbox.drained(new AbortController().signal);
    expect(outbox.settledVersion(DEPLOYMENTS)).toBe('5');
  });

  it('is dropped by a stand-by when another replica has published it', async () => {
    const { outbox, append, bus, begin } = stage();
    append('created', 'a', 1);
    append('updated', 'a', 3);
    append('created', 's', 2, { resource: SECRETS });
    outbox.passed(DEPLOYMENTS, '2');
    expect([outbox.pending, outbox.settledVersion(DEPLOYMENTS)]).toEqual([2, '1']);
    void begin();
    expect((await bus.batch(0)).bodies).toEqual(['updated a 3', 'created s 2']);
  });
});

describe('a stand-by', () => {
  it('keeps what was merged until all that it stands for was published', () => {
    const { outbox, append } = stage({ maxChanges: 1 });
    append('updated', 'a', 1);
    append('updated', 'a', 5);
    outbox.passed(DEPLOYMENTS, '4');
    expect(outbox.pending).toBe(1);
    outbox.passed(DEPLOYMENTS, '5');
    expect([outbox.pending, outbox.settledVersion(DEPLOYMENTS)]).toEqual([0, '5']);
  });

  it('that leads leaves alone what is in flight, and goes on with an object of which it drops what rests', async () => {
    const { outbox, append, bus, begin, clock } = stage();
    void begin();
    for (const uid of ['a', 'b']) append('created', uid, 1);
    append('updated', 'a', 2);
    const batch = await bus.batch(0);
    outbox.passed(DEPLOYMENTS, '1');
    expect(outbox.pending).toBe(3);
    batch.answer(AGAIN, CONFIRMED);
    await new Promise(setImmediate);
    outbox.passed(DEPLOYMENTS, '1');
    expect(outbox.pending).toBe(1);
    await clock.advance(100);
    expect((await bus.batch(1)).bodies).toEqual(['updated a 2']);
  });
});

describe('a term', () => {
  it('ends when what is in flight is answered, and begins nothing any more', async () => {
    const { append, bus, begin, term, outbox } = stage();
    const published = begin();
    append('created', 'a', 1);
    const batch = await bus.batch(0);
    append('updated', 'a', 2);
    term.abort();
    expect(batch.signal.aborted).toBe(true);
    batch.answer(CONFIRMED);
    await published;
    expect([outbox.pending, bus.batches.length]).toEqual([1, 1]);
  });

  it('leaves no timer behind, and the next one sends what the last one could not', async () => {
    const { append, bus, begin, term, outbox, clock } = stage();
    const published = begin();
    append('created', 'a', 1);
    append('created', 'b', 1);
    (await bus.batch(0)).answer(AGAIN, CONFIRMED);
    await new Promise(setImmediate);
    term.abort();
    await published;
    expect(clock.planned).toBe(0);
    void outbox.publish(bus, AbortSignal.any([]));
    expect((await bus.batch(1)).bodies).toEqual(['created a 1']);
  });

  it('tries at once what failed when it is to be drained', async () => {
    const { append, bus, begin, outbox } = stage();
    void begin();
    append('created', 'a', 1);
    (await bus.batch(0)).answer(busyFor(30_000));
    await new Promise(setImmediate);
    const drained = outbox.drained(new AbortController().signal);
    (await bus.batch(1)).answer(CONFIRMED);
    await drained;
    expect(outbox.pending).toBe(0);
  });
});
