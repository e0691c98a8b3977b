import { beforeEach, describe, expect, it } from '@jest/globals';
import { setImmediate } from 'node:timers/promises';
import { createOwnVersions, type OwnVersions } from '../../../../controllers/resource-events/follow/own-versions.ts';
import type { Client } from '../../../../kube/client/client.ts';
import { configMaps } from '../../../../kube/objects/built-in.ts';
import { createVirtualClock } from '../../../ground/time/virtual-clock.ts';

/** What the server says it is at; undefined: it does not answer. */
let newest: string | undefined;
let asked: number;
let told: string[];
let own: OwnVersions;
let term: AbortController;
const client: Pick<Client, 'listPages'> = {
  async *listPages() {
    asked += 1;
    if (newest === undefined) throw new Error('away');
    yield { items: [], resourceVersion: newest };
  },
};
beforeEach(() => {
  [newest, asked, told] = ['10', 0, []];
  term = new AbortController();
  const outbox = { ownFrom: (_: unknown, version: string) => void told.push(version) };
  own = createOwnVersions({ client, outbox, namespaces: [], clock: createVirtualClock({ pauses: 'jump' }) });
});
const reach = async (version: string): Promise<void> => {
  own.reached(configMaps, version);
  await setImmediate();
};

describe('what nobody else can have published', () => {
  it('begins where the follower has seen all that there was when this process began to lead', async () => {
    own.lead(term.signal);
    for (const version of ['8', '9', '11', '12']) await reach(version);
    expect(told).toEqual(['11']);
    expect(asked).toBe(1);
  });

  it('is nothing as long as this process does not lead, or not any more', async () => {
    await reach('11');
    own.lead(term.signal);
    await reach('12');
    term.abort();
    await reach('13');
    expect(told).toEqual([]);
  });

  it('is asked for anew with each term', async () => {
    own.lead(term.signal);
    await reach('10');
    await reach('10');
    newest = '20';
    own.lead(new AbortController().signal);
    for (const version of ['11', '12', '20']) await reach(version);
    expect(told).toEqual(['10', '20']);
  });

  it('is asked for until the server answers', async () => {
    newest = undefined;
    own.lead(term.signal);
    await reach('11');
    newest = '10';
    for (let turns = 0; told.length === 0 && turns < 100; turns++) await reach('12');
    expect(told).toEqual(['12']);
  });

  it('is nothing where versions cannot be compared', async () => {
    newest = 'x1';
    own.lead(term.signal);
    await reach('x1');
    await reach('x2');
    expect(told).toEqual([]);
  });
});
