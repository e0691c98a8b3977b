import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createApp } from './app.ts';
import type { Face } from './face.ts';
import { fail, greet } from './reply.ts';
import { sell } from './sell.ts';

/**
 * All that is asked of a shop. Sales are what it does all day, so they do not go through the routes of the app, which would take more
 * of the processor than a sale does; the app has the same route for whoever spells it in another way, such as with a query.
 */
export function createListener(face: Face): RequestListener {
  const app = createApp(face);
  return (request, response) => {
    if (request.method === 'POST' && request.url === '/sell') void sellAtOnce(face, request, response);
    else app(request, response);
  };
}

async function sellAtOnce(face: Face, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    greet(face, request, response);
    await sell(face, request, response);
  } catch (error) {
    fail(face, error, request, response);
  }
}
