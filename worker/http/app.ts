import express, { type ErrorRequestHandler, type Express, type Request, type Response } from 'express';
import type { Direction } from '../../model/directions.ts';
import type { Books } from '../books/books.ts';
import { isReady } from '../production/rules.ts';
import { answer, refuse } from './answer.ts';
import { readObject } from './body.ts';
import { renderBooks } from './books-page.ts';
import type { Face } from './face.ts';
import { RequestError } from './refusals.ts';
import { fail, greet, reply } from './reply.ts';
import { sell } from './sell.ts';
import { sharePages, type RenderedPage } from './shared-page.ts';
import { askedAt, buyerOf, readAfter, readClosingWorker, readKey, refuseWebPages } from './trade-request.ts';

/** The app; it never listens. */
export function createApp(face: Face): Express {
  const { books, seller, directions, closing } = face;
  const booksPage = sharePages((after) => jsonPage(renderBooks(books, { pod: face.pod(), directions, after })), { late: false });
  const metricsPage = sharePages(() => face.metrics(), { late: true });
  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', 'simple').enable('case sensitive routing').enable('strict routing');

  app.use((request, response, next) => {
    greet(face, request, response);
    next();
  });

  app
    .route('/sell')
    .post((request, response) => sell(face, request, response))
    .all(only('POST'));
  app
    .route('/heir')
    .post((request, response) => comeForStock(face, request, response))
    .all(only('POST'));
  const page = (path: string, show: (response: Response, request: Request) => void | Promise<void>) =>
    app
      .route(path)
      .get((request, response) => show(response, request))
      .all(only('GET, HEAD'));
  page('/live', (response) => answer(response, 200));
  page('/ready', (response) => {
    const ready = !closing() && books.read((reading) => isReady(directions, (good) => reading.stock(good)));
    return ready ? answer(response, 200) : refuse(response, 'not-ready');
  });
  page('/inventory', (response) => answer(response, 200, inventory(books, directions)));
  page('/books', async (response, { query }) => showPage(response, await booksPage(readAfter(query['after']))));
  page('/metrics', async (response) => showPage(response, await metricsPage('')));
  app
    .route('/sales/:key')
    .get((request, response) => reply(face, response, seller.saleOf(asked(request)), asked(request).key))
    .delete(async (request, response) => {
      refuseWebPages(request);
      const question = { ...asked(request), buyer: buyerOf(request) };
      return reply(face, response, await seller.cancel(question), question.key);
    })
    .all(only('GET, HEAD, DELETE'));
  app.use(() => {
    throw new RequestError('not-found');
  });
  app.use(((error: unknown, request, response, _next) => fail(face, error, request, response)) satisfies ErrorRequestHandler);
  return app;
}

/** It is only asked to come: what it then gets, and that each good is counted once, is a matter of ordinary purchases. */
async function comeForStock({ books, closing, inherit, reach }: Face, request: Request, response: Response): Promise<void> {
  refuseWebPages(request);
  const from = readClosingWorker(await readObject(request), books.id, reach);
  if (closing()) throw new RequestError('closing');
  if (inherit(from) === undefined) throw new RequestError('busy', 'Too many closing workers are being inherited from at once');
  return answer(response, 202);
}

const asked = (request: Request<{ key: string }>) => ({ key: readKey(request.params.key, 'key') ?? '', asked: askedAt(request) });

const jsonPage = (body: unknown): RenderedPage => ({ contentType: 'application/json', bytes: Buffer.from(JSON.stringify(body)) });

function showPage(response: Response, { contentType, bytes }: RenderedPage): void {
  response.setHeader('Content-Type', contentType);
  response.setHeader('Content-Length', bytes.length);
  response.end(response.req.method === 'HEAD' ? undefined : bytes);
}

const only = (methods: string) => (_: Request, response: Response) => {
  response.setHeader('Allow', methods);
  throw new RequestError('not-allowed');
};

/** What the shop makes, and what else it holds; decimal strings, as the original's later workers have it. */
export function inventory(books: Books, directions: readonly Direction[]): Readonly<Record<string, string>> {
  const held = books.read((reading) => reading.goods());
  const goods = new Set([...directions.map(({ product }) => product), ...held.keys()]);
  return Object.fromEntries([...goods].sort().map((good) => [good, String(held.get(good)?.stock ?? 0)]));
}
