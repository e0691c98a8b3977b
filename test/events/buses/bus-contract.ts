import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Bus } from '../../../events/buses/bus.ts';
import { openBus } from '../../../events/buses/open-bus.ts';
import type { Broker } from '../../real/broker.ts';
import { until } from '../../until.ts';
import { cuttableWay, type Cuttable } from './cuttable.ts';
import { arrivesInOrder, startLoad } from './load.ts';
import { message, never, publishAll, publishOne } from './messages.ts';

/** A message as a reader of the bus itself sees it, not through our code. */
export interface Arrived {
  readonly body: Buffer;
  readonly key?: string | undefined;
  readonly id?: string | undefined;
  /** Headers, properties or fields, by the names that they have there. */
  readonly attributes?: ReadonlyMap<string, string>;
}

/** Somewhere to publish to, that nobody else uses. */
export interface Destination {
  readonly url: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** All that has arrived so far, in its order. */
  arrived(): Promise<readonly Arrived[]>;
}

type ContractCase =
  | 'order'
  | 'key'
  | 'id'
  | 'attributes'
  | 'too large'
  | 'missing destination'
  | 'in part'
  | 'away and back'
  | 'frozen'
  | 'nothing late'
  | 'under load';

export interface BusTrial {
  /** Makes a destination that is there, of the broker that is always up or of the given one. */
  destination(broker?: Broker): Promise<Destination>;
  /** One that is not there, and what makes it. */
  missing?(): Promise<Destination & { make(): Promise<unknown> }>;
  /** The variable that has the broker's address, where it is not in the URL. */
  readonly server?: string;
  /** A body that the bus refuses. */
  readonly tooLargeBytes?: number;
  /** Its answers to a batch may come all at once: where they are cut, perhaps none has come. */
  readonly answersTogether?: boolean;
  /** A CloudEvents attribute as it arrives. */
  readonly attributeOf?: (name: string, value: string) => readonly [string, string];
  /** Keys as they arrive, where they are not what was published. */
  readonly keyOf?: (key: string) => string;
  /** What it cannot do, or what cannot be shown of it, and why. */
  readonly gaps?: Partial<Record<ContractCase, string>>;
}

/** Brokers start slowly where the machine is busy. */
const PATIENCE_MS = 240_000;

/** Runs a case, or skips it with its reason. */
const caseOf =
  ({ gaps = {} }: BusTrial) =>
  (which: ContractCase, name: string, run: () => Promise<void>): void => {
    const gap = gaps[which];
    if (gap === undefined) it(name, run, PATIENCE_MS);
    else it.skip(`${name} (${gap})`, run);
  };

const opened = new Set<Bus>();
async function open({ url, env }: Destination, timeoutMs = 20_000): Promise<Bus> {
  const bus = await openBus(url, { env, tell: () => undefined, timeoutMs });
  opened.add(bus);
  return bus;
}
async function closeAll(): Promise<void> {
  for (const bus of opened) await bus.close();
  opened.clear();
  for (const way of ways) await way.end();
  ways.clear();
}

const bodies = async (place: Destination, count: number): Promise<readonly string[]> =>
  (
    await until(`${count} messages`, async () => {
      const arrived = await place.arrived();
      return arrived.length >= count && arrived;
    })
  ).map(({ body }) => body.toString());

/** A way to the broker that can be cut, and the same destination over it. */
async function wayTo(place: Destination, { server = '' }: BusTrial): Promise<Cuttable & { readonly place: Destination }> {
  const [address] = /[\w.]+:\d+/.exec(place.env[server] ?? place.url) ?? [];
  if (address === undefined) throw new Error(`no address in ${place.env[server] ?? place.url}`);
  const way = await cuttableWay(address);
  ways.add(way);
  const env = Object.fromEntries(Object.entries(place.env).map(([name, value]) => [name, value && way.instead(value)]));
  return Object.assign(way, { place: { ...place, url: way.instead(place.url), env } });
}
const ways = new Set<Cuttable>();

const socketCount = (): number => process.getActiveResourcesInfo().filter((kind) => /^T(CP|LS)SocketWrap$/.test(kind)).length;

/** What every bus promises: events/buses/bus.ts. */
export function busContract(trial: BusTrial): void {
  const its = caseOf(trial);
  afterEach(closeAll);

  it('confirms what has arrived, byte for byte', async () => {
    const place = await trial.destination();
    const body = Uint8Array.of(0, 255, 10, 13, 128, 195, 0);
    expect(await publishOne(await open(place), message(body))).toEqual({ how: 'confirmed' });
    const [arrived] = await until('the message', async () => (await place.arrived()).length === 1 && place.arrived());
    expect(arrived?.body).toEqual(Buffer.from(body));
  });

  its('order', 'keeps the order of a key while others are under way', async () => {
    const place = await trial.destination();
    const bus = await open(place);
    const serial = async (key: string): Promise<void> => {
      for (let n = 10; n < 40; n += 1) expect(await publishAll(bus, [message(`${key}${n}`, { key })])).toEqual([]);
    };
    await Promise.all(['a', 'b', 'c'].map(serial));
    const all = await bodies(place, 90);
    for (const key of ['a', 'b', 'c'])
      expect(all.filter((body) => body.startsWith(key))).toEqual(Array.from({ length: 30 }, (_, index) => `${key}${index + 10}`));
  });

  its('key', 'carries the key', async () => {
    const place = await trial.destination();
    await publishAll(await open(place), [message('1', { key: 'here/0d5c' })]);
    await bodies(place, 1);
    expect((await place.arrived()).map(({ key }) => key)).toEqual([trial.keyOf?.('here/0d5c') ?? 'here/0d5c']);
  });

  its('id', 'carries the id', async () => {
    const place = await trial.destination();
    await publishAll(await open(place), [message('1', { id: '0b6b8f4e-7a83-8d43-a7b4-5a1f0e8c9d10' })]);
    await bodies(place, 1);
    expect((await place.arrived()).map(({ id }) => id)).toEqual(['0b6b8f4e-7a83-8d43-a7b4-5a1f0e8c9d10']);
  });

  its('attributes', 'carries the attributes of a CloudEvent', async () => {
    const place = await trial.destination();
    const id = '5f0c2a52-0d06-8d4c-9a8b-0a8f3a0f2c11';
    const named = { specversion: '1.0', id, type: 'dev.civ8s.resource.created', partitionkey: 'here/a', subject: 'ä "b" 100%' };
    const attributes = new Map(Object.entries(named));
    await publishAll(await open(place), [message('1', { id, attributes })]);
    await bodies(place, 1);
    const [arrived] = await place.arrived();
    const { attributeOf = (name, value) => [name, value] } = trial;
    expect([...(arrived?.attributes ?? [])]).toEqual(
      expect.arrayContaining([...attributes].map(([name, value]) => attributeOf(name, value))),
    );
  });

  its('too large', 'refuses one message that is too large among others, and goes on', async () => {
    const place = await trial.destination();
    const bus = await open(place);
    const huge = message(Buffer.alloc(trial.tooLargeBytes ?? 0, 'x'), { key: 'huge' });
    const small = Array.from({ length: 99 }, (_, index) => message(`${index}`, { key: `${index}` }));
    const refused = await publishAll(bus, [...small.slice(0, 50), huge, ...small.slice(50)]);
    expect(refused).toEqual([expect.objectContaining({ how: 'refused', reason: 'too large' })]);
    expect(new Set(await bodies(place, 99))).toEqual(new Set(small.map(({ body }) => body.toString())));
  });

  its('missing destination', 'waits for a destination that is not there yet', async () => {
    const place = await trial.missing?.();
    if (place === undefined) throw new Error('the trial has no missing destination');
    const bus = await open(place);
    const one = message('1');
    expect(await publishOne(bus, one)).toEqual({ how: 'again', why: expect.stringMatching(/\w/) });
    await place.make();
    expect(await publishAll(bus, [one])).toEqual([]);
    expect(new Set(await bodies(place, 1))).toEqual(new Set(['1']));
  });

  its('in part', 'B3: loses nothing where a batch is confirmed in part, and then cut', async () => {
    const place = await trial.destination();
    const way = await wayTo(place, trial);
    const bus = await open(way.place, 5_000);
    const batchOf = (name: string) => Array.from({ length: 100 }, (_, n) => message(`${name} ${n}`, { key: `${n}` }));
    await publishAll(bus, batchOf('first'));
    const before = way.answered;
    await publishAll(bus, batchOf('second'));
    const batch = batchOf('third');
    way.cutAfter(Math.ceil((way.answered - before) / 2));
    const deliveries = await bus.publish(batch, never);
    const left = batch.filter((_, index) => deliveries[index]?.how !== 'confirmed');
    expect(deliveries.filter(({ how }) => how === 'refused')).toEqual([]);
    expect(left).not.toEqual([]);
    if (trial.answersTogether !== true) expect(left.length).toBeLessThan(batch.length);
    way.mend();
    const arrivedThird = async () =>
      new Set((await place.arrived()).map(({ body }) => body.toString()).filter((body) => body.startsWith('third')));
    const confirmed = batch.filter((one) => !left.includes(one)).map(({ body }) => body.toString());
    await until('what was confirmed', async () => new Set(confirmed).isSubsetOf(await arrivedThird()));
    expect(await publishAll(bus, left)).toEqual([]);
    await until('all', async () => (await arrivedThird()).size === batch.length);
  });

  it('settles everything when it is closed while busy', async () => {
    const bus = await open(await trial.destination());
    const batch = Array.from({ length: 100 }, (_, index) => message('x'.repeat(1_000), { key: `${index}` }));
    const inFlight = publishOne(bus, message('first')).then(() => 'settled');
    const [busy] = await Promise.all([bus.publish(batch, never), bus.close(), inFlight]);
    expect(busy).toHaveLength(100);
    expect(await publishOne(bus, message('late'))).toEqual({ how: 'again', why: 'the bus is closed' });
  });

  it('answers what is not confirmed when it is told to stop', async () => {
    const bus = await open(await trial.destination());
    const stop = AbortSignal.abort();
    expect(await bus.publish([message('1'), message('2', { key: 'b' })], stop)).toEqual([
      { how: 'again', why: 'not sent any more' },
      { how: 'again', why: 'not sent any more' },
    ]);
  });
}

/** What it promises when the broker is killed or frozen: a broker of its own, which the suite starts and ends. */
export function faultContract(trial: BusTrial, start: () => Promise<Broker>): void {
  const its = caseOf(trial);
  let broker: Broker;
  beforeAll(async () => {
    broker = await start();
  }, PATIENCE_MS);
  afterEach(async () => {
    await closeAll();
    await broker.thaw(); // what failed while it was frozen is not to fail the next
  });
  afterAll(async () => {
    await closeAll();
    await broker.end();
  }, PATIENCE_MS);

  its('away and back', 'connects again by itself after the broker was killed', async () => {
    const place = await trial.destination(broker);
    const bus = await open(place);
    await publishAll(bus, [message('1')]);
    await broker.kill();
    expect(await publishOne(bus, message('2'))).toEqual({ how: 'again', why: expect.stringMatching(/\w/) });
    await broker.start();
    expect(await publishAll(bus, [message('2')])).toEqual([]);
    expect((await bodies(place, 1)).at(-1)).toBe('2');
  });

  /** A process of many threads stops a moment after it was told to. */
  async function freeze(place: Destination): Promise<void> {
    const probe = await open(place, 1_000);
    await broker.freeze();
    await until('the broker to stop', async () => (await publishOne(probe, message('probe', { key: 'probe' })))?.how === 'again');
    await probe.close();
  }

  its('frozen', 'does not wait for a frozen broker for longer than it may', async () => {
    const place = await trial.destination(broker);
    const bus = await open(place, 1_000);
    await publishAll(bus, [message('1')]);
    await freeze(place);
    expect(await publishOne(bus, message('2'))).toEqual({ how: 'again', why: 'no answer within 1 s' });
    // A connection that cannot be made is no different.
    expect(await publishOne(bus, message('2'))).toEqual({ how: 'again', why: 'no answer within 1 s' });
    await broker.thaw();
    expect(await publishAll(bus, [message('3')])).toEqual([]);
    await until('the last message', async () => (await place.arrived()).some(({ body }) => body.toString() === '3'));
  });

  its('nothing late', 'lets nothing overtake what comes after a time-out', async () => {
    const place = await trial.destination(broker);
    const before = socketCount();
    const bus = await open(place, 1_000);
    await publishAll(bus, [message('first')]);
    await freeze(place);
    // More than the sockets between take: what has not left the process must never leave it.
    const late = Array.from({ length: 40 }, (_, index) => message(`late ${index} ${'x'.repeat(200_000)}`, { key: `${index}` }));
    expect((await bus.publish(late, never)).every(({ how }) => how === 'again')).toBe(true);
    await until('the end of the connection', () => socketCount() <= before);
    await broker.thaw();
    const later = Array.from({ length: 20 }, (_, index) => `${index}`);
    for (const body of later) await publishAll(bus, [message(body)]);
    const all = await until('the last message', async () => {
      const seen = (await place.arrived()).map(({ body }) => body.toString());
      return seen.includes('19') && seen;
    });
    expect(all.filter((body) => !/^(first|late|probe)/.test(body))).toEqual(later);
    // Some may have reached the broker while that was frozen; twice means that the library has sent them again.
    const arrivedLate = all.filter((body) => body.startsWith('late'));
    expect(arrivedLate.length).toBe(new Set(arrivedLate).size);
  });

  its('under load', 'loses nothing and keeps the order of each key while the broker is killed and frozen under load', async () => {
    const place = await trial.destination(broker);
    const load = startLoad(await open(place, 5_000));
    await load.confirmed(200);
    await broker.kill();
    await load.failed(10);
    await broker.start();
    await load.confirmed(200);
    await broker.freeze();
    await load.failed(10);
    await broker.thaw();
    await load.confirmed(200);
    await arrivesInOrder(await load.stop(), place);
  });
}
