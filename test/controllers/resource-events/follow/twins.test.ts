import { beforeEach, describe, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import { createTwins, type Twins } from '../../../../controllers/resource-events/follow/twins.ts';
import { createLog } from '../../../../controllers/runtime/tell/log.ts';
import { resource, resourceTitle } from '../../../../kube/objects/resource.ts';

const CORE = resource('', 'v1', 'events', 'Event');
const NEWER = resource('events.k8s.io', 'v1', 'events', 'Event');
const FOREIGN = resource('calendar.example.com', 'v1', 'events', 'Event');
const PODS = resource('', 'v1', 'pods', 'Pod');

/** By path: the hash of its Events; null: it says none; absent: it does not answer. */
let hashes: Record<string, string | null>;
let asked: string[];
let twins: Twins;
beforeEach(() => {
  hashes = { '/api/v1': 'abc=', '/apis/events.k8s.io/v1': 'abc=', '/apis/calendar.example.com/v1': 'xyz=' };
  asked = [];
  const log = createLog({ level: 'error', format: 'json', out: { write: () => {} } });
  twins = createTwins({
    client: {
      async raw({ path }) {
        asked.push(path);
        const hash = hashes[path];
        if (hash === undefined) throw new Error('away');
        const events = { name: 'events', kind: 'Event', ...(hash === null ? {} : { storageVersionHash: hash }) };
        return { status: 200, headers: {}, body: Readable.from([Buffer.from(JSON.stringify({ resources: [events] }))]) };
      },
    },
    log,
  });
});
const followed = async (...chosen: Parameters<Twins['without']>[0]) =>
  (await twins.without(chosen, new AbortController().signal)).map(resourceTitle);

describe('of resources that are called the same', () => {
  it('those that are stored as the same are followed once, by the first name', async () =>
    expect(await followed(CORE, PODS, NEWER, FOREIGN)).toEqual(['events', 'pods', 'events.calendar.example.com']));

  it('the second is followed where the first is not', async () => {
    expect(await followed(NEWER, PODS)).toEqual(['events.events.k8s.io', 'pods']);
    expect(asked).toEqual([]);
  });

  it('all are followed of which the server does not say how they are stored', async () => {
    hashes = { '/api/v1': null, '/apis/events.k8s.io/v1': null };
    expect(await followed(CORE, NEWER)).toEqual(['events', 'events.events.k8s.io']);
  });

  it('one waits until the server can be asked, and it is asked no more than that', async () => {
    const { '/apis/calendar.example.com/v1': later = null, ...others } = hashes;
    hashes = others;
    expect(await followed(CORE, FOREIGN)).toEqual(['events']);
    hashes = { ...others, '/apis/calendar.example.com/v1': later };
    expect(await followed(CORE, FOREIGN)).toEqual(['events', 'events.calendar.example.com']);
    await followed(CORE, FOREIGN);
    expect(asked).toEqual(['/api/v1', '/apis/calendar.example.com/v1', '/apis/calendar.example.com/v1']);
  });
});
