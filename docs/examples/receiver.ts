import express, { type Express } from 'express';
import { receive } from '../../events/consume/receive.ts';

/** What `--event-writer-url=http://…/events` posts to. */
export const receiver = (say: (line: string) => void): Express =>
  express().post('/events', async (request, response) => {
    const event = await receive(request); // what cannot be read is answered with 400 by Express
    if (event.type === 'deleted') say(`${event.kind} ${event.name} is gone`);
    response.sendStatus(204);
  });
