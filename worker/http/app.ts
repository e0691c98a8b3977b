import express, { type ErrorRequestHandler, type Express, type Request, type Response } from 'express';
import type { Direction } from '../../model/directions.ts';
import { BooksError } from '../books/books-error.ts';
import type { Books } from '../books/books.ts';
import type { Memory } from '../books/memory.ts';
import type { Announce } from '../chronicle.ts';
import { isReady } from '../production/rules.ts';
import { isDefinite, type SaleReply } from '../trade/sale.ts';
import type { Inherit } from '../trade/inherit.ts';
import type { Seller } from '../trade/seller.ts';
import type { AddressRange } from '../trade/whereabouts.ts';
import { answer, refuse } from './answer.ts';
import { readObject } from './body.ts';
import { renderBooks } from './books-page.ts';
import { REFUSALS, RequestError, type RefusalCode } from './refusals.ts';
import { sharePages, type RenderedPage } from './shared-page.ts';
import {
  askedAt,
  buyerOf,
  idempotencyKey,
  isHeir,
  meantBooks,
  readAfter,
  readClosingWorker,
  readKey,
  readOrder,
  refuseWebPages,
} from './trade-request.ts';

/** All that the HTTP face of a shop stands on. */
export interface Face {
  readonly books: Books;
  readonly memory: Memory;
  readonly seller: Seller;
  readonly directions: readonly Direction[];
  readonly closing: () => boolean;
  readonly inherit: Inherit;
  /** Where other pods may be. */
  readonly reach: AddressRange;
  /** What the shop says of itself on every answer: `<name>@<ip>:<port>`, known once it listens. */
  readonly pod: () => string;
  readonly metrics: () => Promise<RenderedPage>;
  readonly announce: Announce;
  readonly now?: () => number;
}

/** What every answer says of who answers, and that it was given under no key: those that were say so themselves. */
export const signature = ({ books, memory, pod }: Pick<Face, 'books' | 'memory' | 'pod'>) => ({
  'Civ-Pod': pod(),
  'Civ-Books': books.id,
  'Civ-Clock': String(memory.now()),
  'Civ-Key': '',
});

/** The app; it never listens. */
export function createApp(face: Face): Express {
  const { books, seller, directions, closing } = face;
  const booksPage = sharePages((after) => jsonPage(renderBooks(books, { pod: face.pod(), directions, after })), { late: false });
  const metricsPage = sharePages(() => face.metrics(), { late: true });
  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', 'simple').enable('case sensitive routing').enable('strict routing');

  app.use((request, response, next) => {
    for (const [name, value] of Object.entries(signature(face))) response.setHeader(name, value);
    if (closing()) response.setHeader('Connection', 'close');
    const meant = meantBooks(request);
    if (meant !== undefined && meant !== books.id) throw new RequestError('other-books');
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
  app.use(onError(face));
  return app;
}

async function sell(face: Face, request: Request, response: Response): Promise<void> {
  const { seller, announce, now = performance.now.bind(performance) } = face;
  const began = now();
  refuseWebPages(request);
  const key = idempotencyKey(request);
  const asked = askedAt(request);
  const order = readOrder(request, await readObject(request), key !== undefined);
  const sold = (count: number) => announce({ is: 'sold', good: order.good, sold: count, buyer: order.buyer, ms: now() - began });
  if (key === undefined) {
    const outcome = await seller.sellOnce(order);
    if (typeof outcome === 'string') return no(face, response, outcome);
    sold(outcome);
    return answer(response, 200);
  }
  const answered = await seller.sell({ key, asked }, order, isHeir(request));
  if (answered.is === 'sold') sold(answered.sold);
  return reply(face, response, answered, key);
}

/** It is only asked to come: what it then gets, and that each good is counted once, is a matter of ordinary purchases. */
async function comeForStock({ books, closing, inherit, reach }: Face, request: Request, response: Response): Promise<void> {
  refuseWebPages(request);
  const from = readClosingWorker(await readObject(request), books.id, reach);
  if (closing()) throw new RequestError('closing');
  if (inherit(from) === undefined) throw new RequestError('busy', 'Too many closing workers are being inherited from at once');
  return answer(response, 202);
}

function reply(face: Face, response: Response, { ...said }: SaleReply, key: string): void {
  // The buyer takes no other answer for the end of its purchase.
  if (isDefinite(said)) response.setHeader('Civ-Key', key);
  if (said.is === 'sold') return answer(response, 200, { sold: said.sold });
  if (response.req.method === 'GET' && said.refusal !== 'forgotten' && said.refusal !== 'never-seen') {
    // The question is answered, though what it tells of is a refusal.
    return answer(response, 200, { sold: 0, error: REFUSALS[said.refusal][1], code: said.refusal });
  }
  if (said.refusal === 'forgotten')
    response.setHeader(
      'Civ-Kept-Since',
      face.books.read((reading) => reading.forgotten()),
    );
  return no(face, response, said.refusal);
}

function no({ announce }: Face, response: Response, code: RefusalCode, error: string = REFUSALS[code][1]): void {
  if (REFUSALS[code][0] === 503) response.setHeader('Retry-After', 1);
  announce({ is: 'refused', code, error });
  refuse(response, code, error);
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

/** The one place where a fault becomes an answer. */
const onError =
  (face: Face): ErrorRequestHandler =>
  (error: unknown, request, response, _next) => {
    if (response.headersSent || response.destroyed) return void response.destroy();
    // What is left of a body is not worth reading.
    const hasBody = (request.headers['content-length'] ?? request.headers['transfer-encoding']) !== undefined;
    if (hasBody && !request.complete) response.setHeader('Connection', 'close');
    if (error instanceof RequestError) return no(face, response, error.code, error.message);
    if (BooksError.is(error, 'full')) return no(face, response, 'full', error.message);
    if (statusOf(error) === 400) return no(face, response, 'bad-request', 'the address is not well formed');
    face.announce({ is: 'failed', what: 'request', error });
    return no(face, response, 'failed');
  };

const statusOf = (error: unknown): unknown => (typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined);
