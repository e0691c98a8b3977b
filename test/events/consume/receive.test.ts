import { afterEach, describe, expect, it } from '@jest/globals';
import express from 'express';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openBus } from '../../../events/buses/open-bus.ts';
import { receive } from '../../../events/consume/receive.ts';
import { encoderFor, type FormatChoice } from '../../../events/formats/format.ts';
import type { ResourceEvent, UnknownEvent } from '../../../events/formats/resource-event.ts';
import { change, gap, state } from '../changes.ts';

const servers = new Set<Server>();
afterEach(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
  servers.clear();
});

async function serving(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.add(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`;
}

async function published(url: string, choice: FormatChoice, one = change()) {
  const bus = await openBus(url, { env: {}, tell: () => undefined });
  const message = encoderFor(choice)(one);
  try {
    return message === undefined ? [] : await bus.publish([message], AbortSignal.timeout(20_000));
  } finally {
    await bus.close();
  }
}

/** An application as a user writes it; `parser` has read the body before, where there is one. */
function application(parser?: express.RequestHandler) {
  const events: (ResourceEvent | UnknownEvent)[] = [];
  const app = express().set('env', 'test'); // which keeps its errors to itself
  if (parser !== undefined) app.use(parser);
  app.post('/events', async (request, response) => {
    events.push(await receive(request));
    response.sendStatus(204);
  });
  return { app, events };
}

const CHOICES: readonly FormatChoice[] = [
  { format: 'kollect' },
  { format: 'cloudevents' },
  { format: 'cloudevents', mode: 'structured' },
  { format: 'cloudevents', types: 'knative' },
];
const UPDATED = { type: 'updated', id: change().id, key: change().key, now: { spec: { replicas: 2 } } };

describe('a request of an http:// bus', () => {
  it.each(CHOICES)('is received by a server of Node: %j', async (choice) => {
    const events: unknown[] = [];
    const url = await serving((request, response) => {
      void receive(request).then((event) => {
        events.push(event);
        response.writeHead(204).end();
      });
    });
    expect(await published(url, choice)).toEqual([{ how: 'confirmed' }]);
    expect(events).toMatchObject([UPDATED]);
  });

  it.each(CHOICES)('is received by Express, whatever has read it before: %j', async (choice) => {
    const parsers = [undefined, express.json({ type: ['application/json', 'application/*+json'] }), express.raw({ type: '*/*' })];
    for (const parser of parsers) {
      const { app, events } = application(parser);
      expect(await published(await serving(app), choice)).toEqual([{ how: 'confirmed' }]);
      expect(events).toMatchObject([UPDATED]);
    }
  });

  it('has attributes that no header could hold as they are', async () => {
    const { app, events } = application();
    await published(
      await serving(app),
      { format: 'cloudevents' },
      change({ key: 'blau & grün/1', object: { ...gap().object, name: 'ß "%' } }),
    );
    expect(events).toMatchObject([{ key: 'blau & grün/1', name: 'ß "%' }]);
  });

  it('is refused with 400 where it cannot be read, so that the agent gives it up', async () => {
    const { app } = application();
    const url = await serving(app);
    expect((await fetch(url, { method: 'POST', body: 'hello' })).status).toBe(400);
    expect(await published(url, { format: 'cloudevents' }, change({ now: state('{') }))).toMatchObject([{ how: 'refused' }]);
  });

  it('is refused with 413 where it is larger than any object', async () => {
    const { app } = application();
    const answer = await fetch(await serving(app), { method: 'POST', body: Buffer.alloc(2 ** 26) });
    expect(answer.status).toBe(413);
  });

  it('cannot be received where its body is gone', async () => {
    const errors: unknown[] = [];
    const url = await serving((request, response) => {
      request.resume().on('end', () => {
        void receive(request).catch((error: unknown) => {
          errors.push(error);
          response.writeHead(500).end();
        });
      });
    });
    expect((await fetch(url, { method: 'POST', body: 'hello' })).status).toBe(500);
    expect(String(errors[0])).toContain('the body of its request was read before: call receive first');
  });
});
