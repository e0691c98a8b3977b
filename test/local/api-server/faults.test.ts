import { describe, expect, it } from '@jest/globals';
import { tooManyRequests, internalError } from '../../../local/api-server/contracts/status-error.ts';
import { configMap, MERGE, namespaced } from '../../conformance/objects.ts';
import { textOf, type WatchLine } from './api-client.ts';
import { running } from './running.ts';

const at = namespaced('default', 'configmaps');

describe('faults on purpose', () => {
  const embedded = running();
  const revisionNow = async () => textOf((await embedded.api.ask('GET', at)).body['metadata']?.['resourceVersion']);
  const nameOf = ({ object }: WatchLine) => textOf(object['metadata']?.['name']);
  const next = async (events: AsyncGenerator<WatchLine>): Promise<WatchLine> => {
    const { value, done } = await events.next();
    if (done === true) throw new Error('the watch has ended');
    return value;
  };

  it('loses a request before anything is done', async () => {
    using fault = disposable(
      embedded.server.faults.inject({ at: 'request', verb: 'create', resource: 'configmaps' }, { do: 'drop' }, { times: 1 }),
    );
    await expect(embedded.api.ask('POST', at, { body: configMap('lost') })).rejects.toThrow('fetch failed');
    expect(fault.hits).toBe(1);
    await expect(embedded.api.ask('GET', `${at}/lost`)).resolves.toMatchObject({ code: 404 });
  });

  it('loses an answer after all is done', async () => {
    embedded.server.faults.inject({ at: 'answer', verb: 'create' }, { do: 'drop' }, { times: 1 });
    await expect(embedded.api.ask('POST', at, { body: configMap('done') })).rejects.toThrow('fetch failed');
    await expect(embedded.api.ask('GET', `${at}/done`)).resolves.toMatchObject({ code: 200 });
  });

  it('answers any failure instead, with Retry-After', async () => {
    embedded.server.faults.inject(
      { at: 'request', verb: 'list' },
      { do: 'fail', status: tooManyRequests('too many', 3).status },
      { times: 1 },
    );
    await expect(embedded.api.ask('GET', at)).resolves.toMatchObject({
      code: 429,
      headers: { 'retry-after': '3' },
      body: { reason: 'TooManyRequests' },
    });
    await expect(embedded.api.ask('GET', at)).resolves.toMatchObject({ code: 200 });
  });

  it('delays a request for as long as the test likes', async () => {
    const held = Promise.withResolvers<void>();
    embedded.server.faults.inject(
      { at: 'request', verb: 'get', name: 'slow' },
      async () => {
        await held.promise;
        return { do: 'pass' };
      },
      { times: 1 },
    );
    let answered = false;
    const slow = embedded.api.ask('GET', `${at}/slow`).then((reply) => {
      answered = true;
      return reply;
    });
    await embedded.api.ask('GET', at); // others go on
    expect(answered).toBe(false);
    held.resolve();
    await expect(slow).resolves.toMatchObject({ code: 404 });
  });

  it('lets a request go on when the fault that holds it is removed', async () => {
    const fault = embedded.server.faults.inject({ at: 'request', name: 'hanging' }, () => new Promise(() => undefined));
    const meets = embedded.server.faults.next({ at: 'answer', name: 'hanging' });
    const hanging = embedded.api.ask('GET', `${at}/hanging`);
    while (fault.hits === 0) await embedded.api.ask('GET', at);
    fault.remove();
    await expect(hanging).resolves.toMatchObject({ code: 404 });
    await expect(meets).resolves.toMatchObject({ at: 'answer', verb: 'get', resource: 'configmaps' });
  });

  it('cuts an answer in half', async () => {
    embedded.server.faults.inject({ at: 'answer', verb: 'list' }, { do: 'half' }, { times: 1 });
    await expect(embedded.api.ask('GET', at)).rejects.toThrow('terminated');
  });

  it('cuts an event between two bytes of its line, after the events before it', async () => {
    const events = await embedded.api.watch(`${at}?watch=true&resourceVersion=${await revisionNow()}`);
    embedded.server.faults.inject({ at: 'event', event: 'ADDED', name: 'cut' }, { do: 'half' }, { times: 1 });
    await embedded.api.ask('POST', at, { body: configMap('before') });
    await embedded.api.ask('POST', at, { body: configMap('cut') });
    await expect(next(events)).resolves.toMatchObject({ type: 'ADDED', object: { metadata: { name: 'before' } } });
    await expect(events.next()).rejects.toThrow('terminated');
  });

  it('loses an event, repeats one, and ends a watch with an error', async () => {
    const events = await embedded.api.watch(`${at}?watch=true&resourceVersion=${await revisionNow()}`);
    embedded.server.faults.inject({ at: 'event', name: 'unseen' }, { do: 'lose' });
    embedded.server.faults.inject({ at: 'event', name: 'twice' }, { do: 'repeat' }, { times: 1 });
    embedded.server.faults.inject({ at: 'event', name: 'end' }, { do: 'fail', status: internalError('watch broke').status }, { times: 1 });
    for (const name of ['unseen', 'twice', 'end']) await embedded.api.ask('POST', at, { body: configMap(name) });
    expect([nameOf(await next(events)), nameOf(await next(events))]).toEqual(['twice', 'twice']);
    await expect(next(events)).resolves.toMatchObject({ type: 'ERROR', object: { code: 500 } });
    await expect(events.next()).resolves.toMatchObject({ done: true });
  });

  it('freezes what one client sees, while its writes and the others go on', async () => {
    const frozen = { userAgent: 'frozen' };
    await embedded.api.ask('POST', at, { body: configMap('old', { data: { a: '1' } }) });
    const events = await embedded.api.watch(`${at}?watch=true&resourceVersion=${await revisionNow()}`, frozen);
    const view = embedded.server.faults.freeze({ userAgent: 'frozen' });
    await embedded.api.ask('PATCH', `${at}/old`, { ...MERGE, ...frozen, body: { data: { a: '2' } } });
    await expect(embedded.api.ask('GET', `${at}/old`)).resolves.toMatchObject({ body: { data: { a: '2' } } });
    await expect(embedded.api.ask('GET', `${at}/old`, frozen)).resolves.toMatchObject({ body: { data: { a: '1' } } });
    const first = next(events);
    const list = await embedded.api.ask('GET', `${at}?fieldSelector=metadata.name%3Dold`, frozen);
    expect(list.body['items']?.['0']?.['data']).toEqual({ a: '1' });
    const again = await embedded.api.watch(
      `${at}?watch=true&fieldSelector=metadata.name%3Dold&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true`,
      frozen,
    );
    await expect(next(again)).resolves.toMatchObject({ type: 'ADDED', object: { data: { a: '1' } } });
    await expect(next(again)).resolves.toMatchObject({
      type: 'BOOKMARK',
      object: { metadata: { resourceVersion: String(view.revision) } },
    });
    const second = next(again);
    view.thaw();
    await expect(second).resolves.toMatchObject({ type: 'MODIFIED', object: { data: { a: '2' } } });
    await again.return(undefined);
    await expect(first).resolves.toMatchObject({ type: 'MODIFIED', object: { data: { a: '2' } } });
    await events.return(undefined);
  });

  it('forgets history: resuming from before is 410 Expired', async () => {
    const before = await revisionNow();
    await embedded.api.ask('POST', at, { body: configMap('forgotten') });
    embedded.server.faults.compact();
    const events = await embedded.api.watch(`${at}?watch=true&resourceVersion=${before}`);
    await expect(next(events)).resolves.toMatchObject({ type: 'ERROR', object: { code: 410, reason: 'Expired' } });
  });

  it('goes back in time, and calls what clients have seen a revision of the future', async () => {
    const { revision } = embedded.server.store;
    await embedded.api.ask('POST', at, { body: configMap('undone') });
    const seen = await revisionNow();
    embedded.server.faults.rewind(revision);
    await embedded.api.ask('GET', '/readyz').catch(() => undefined); // every connection was reset
    await expect(embedded.api.ask('GET', `${at}/undone`)).resolves.toMatchObject({ code: 404 });
    await expect(embedded.api.ask('GET', `${at}?resourceVersion=${seen}`)).resolves.toMatchObject({
      code: 504,
      body: { details: { causes: [{ reason: 'ResourceVersionTooLarge' }] } },
    });
  });

  it('goes down, and comes back with everything on the same port', async () => {
    await embedded.api.ask('POST', at, { body: configMap('survivor') });
    const over = await embedded.server.faults.outage();
    await expect(embedded.api.ask('GET', at)).rejects.toThrow('fetch failed');
    await over();
    await expect(embedded.api.ask('GET', `${at}/survivor`)).resolves.toMatchObject({ code: 200 });
  });
});

function disposable<T extends { remove(): void }>(injection: T): T & Disposable {
  return Object.assign(injection, { [Symbol.dispose]: () => injection.remove() });
}
