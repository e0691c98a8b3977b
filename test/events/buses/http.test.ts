import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deliveryOf } from '../../../events/buses/http.ts';
import { openBus } from '../../../events/buses/open-bus.ts';
import { busContract, faultContract, type BusTrial } from './bus-contract.ts';
import { startHttpReceiver, type HttpReceiver } from './http-receiver.ts';
import { message, publishOne } from './messages.ts';

let receiver: HttpReceiver;
let frail: HttpReceiver;
const trial: BusTrial = {
  async destination(broker) {
    const place = (broker === undefined ? receiver : frail).destination();
    place.make();
    return place;
  },
  async missing() {
    const place = receiver.destination();
    return { ...place, make: async () => place.make() };
  },
  tooLargeBytes: 1_000_001,
  attributeOf: (name, value) => [`ce-${name}`, value === 'ä "b" 100%' ? '%C3%A4%20%22b%22%20100%25' : value],
  gaps: { key: 'it stands in ce-partitionkey alone, which only a CloudEvent has' },
};

beforeAll(async () => {
  receiver = await startHttpReceiver();
});
afterAll(() => receiver.end());

describe('http://', () => {
  busContract(trial);

  it('obeys Retry-After', async () => {
    const bus = await openBus(receiver.destination().url, { env: {}, tell: () => undefined });
    receiver.answer(503, { 'retry-after': '7' });
    expect(await publishOne(bus, message('1'))).toEqual({ how: 'again', why: 'HTTP 503', afterMs: 7_000 });
    receiver.answer(undefined);
    await bus.close();
  });

  it.each([
    [200, { how: 'confirmed' }],
    [204, { how: 'confirmed' }],
    [302, { how: 'again', why: 'HTTP 302' }],
    [400, { how: 'refused', reason: 'not accepted', why: 'HTTP 400' }],
    [401, { how: 'again', why: 'HTTP 401' }],
    [403, { how: 'again', why: 'HTTP 403' }],
    [404, { how: 'again', why: 'HTTP 404' }],
    [408, { how: 'again', why: 'HTTP 408' }],
    [413, { how: 'refused', reason: 'too large', why: 'HTTP 413' }],
    [422, { how: 'refused', reason: 'not accepted', why: 'HTTP 422' }],
    [425, { how: 'again', why: 'HTTP 425' }],
    [429, { how: 'again', why: 'HTTP 429' }],
    [500, { how: 'again', why: 'HTTP 500' }],
  ])('takes a status of %i as %j', (status, delivery) => expect(deliveryOf(status, undefined)).toEqual(delivery));

  it('reads a Retry-After that is a date', () => {
    const noon = Date.parse('2026-08-01T12:00:00Z');
    expect(deliveryOf(503, 'Sat, 01 Aug 2026 12:00:30 GMT', noon)).toEqual({ how: 'again', why: 'HTTP 503', afterMs: 30_000 });
    expect(deliveryOf(503, 'Sat, 01 Aug 2026 11:00:00 GMT', noon)).toEqual({ how: 'again', why: 'HTTP 503', afterMs: 0 });
    expect(deliveryOf(503, 'soon', noon)).toEqual({ how: 'again', why: 'HTTP 503' });
  });
});

describe('http:// whose receiver fails', () =>
  faultContract(trial, async () => {
    frail = await startHttpReceiver();
    return frail;
  }));
