import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { inOneLine } from '../../ground/text/printable.ts';
import type { RealmHistory } from '../history/history.ts';
import { isOwnHost } from './host-check.ts';
import { SECURITY_HEADERS } from './headers.ts';
import type { PageFile, PageFiles } from './page-files.ts';
import type { ControllersPicture } from '../wire/controllers.ts';
import { sendPast, sendSeries, sendTroubles } from './past.ts';
import type { RealmAnswer } from './realm-answer.ts';
import { refuse, sendBody, takesGzip } from './send.ts';
import type { TroubleLog } from '../trouble/trouble-log.ts';
import { MOST_VIEWERS, type Viewers } from './viewers.ts';

/** All that the dashboard's HTTP face stands on. */
export interface DashboardFace {
  readonly page: PageFiles;
  readonly realm: () => RealmAnswer;
  readonly viewers: Viewers;
  readonly controllers: () => Promise<ControllersPicture>;
  readonly history: Pick<RealmHistory, 'at' | 'series'>;
  readonly troubles: Pick<TroubleLog, 'all'>;
  readonly wall: () => number;
  /** Names by which it may be asked for, beside addresses and `localhost`. */
  readonly hosts: readonly string[];
}

const LONGEST_URL = 4_096;

/** The app; it never listens. Nothing in it changes anything, and no body is read. */
export function createDashboardApp({ page, realm, viewers, history, troubles, wall, controllers, hosts }: DashboardFace): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', 'simple').enable('case sensitive routing').enable('strict routing');
  app.use((request, response, next) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    if (request.url.length > LONGEST_URL) return refuse(response, 414, `an address here has at most ${LONGEST_URL} characters`);
    if (!isOwnHost(request.headers.host, hosts)) return refuse(response, 421, wrongHost(request.headers.host));
    next();
  });
  const get = (path: string, ...handlers: ((request: Request, response: Response, next: NextFunction) => unknown)[]) =>
    app
      .route(path)
      .get(...handlers)
      .all((_, response) => {
        response.setHeader('Allow', 'GET, HEAD');
        return refuse(response, 405, 'only GET');
      });
  for (const [path, file] of page.files)
    get(path === 'index.html' ? '/' : `/${path}`, (request, response) => sendFile(request, response, file, path.startsWith('assets/')));
  get('/api/realm', ownPagesOnly, (request, response) =>
    request.query['at'] === undefined ? sendRealm(request, response, realm()) : sendPast(request, response, history),
  );
  get('/api/stream', ownPagesOnly, (request, response) => openStream(request, response, viewers));
  get('/api/controllers', ownPagesOnly, async (_, response) => {
    sendBody(response, 'application/json; charset=utf-8', JSON.stringify(await controllers()), false);
  });
  get('/api/history', ownPagesOnly, (request, response) => sendSeries(request, response, history, wall()));
  get('/api/trouble', ownPagesOnly, (request, response) => sendTroubles(request, response, troubles.all, wall()));
  app.use((_, response) => refuse(response, 404, 'there is nothing here: the page is at /, and api/realm is what it shows'));
  return app;
}

function wrongHost(host = ''): string {
  const name = inOneLine(host.replace(/:\d*$/, ''), 100);
  return `this server does not know itself as "${name}": if that is a name of its own, start it with --hosts ${name}`;
}

/** A page of another site may not even ask, though it could not read the answer. */
function ownPagesOnly(request: Request, response: Response, next: NextFunction): void {
  response.setHeader('Cache-Control', 'no-store');
  if (request.headers['sec-fetch-site'] === 'cross-site') refuse(response, 403, 'only the page of this server may ask for that');
  else next();
}

function isKnown(request: Request, response: Response, etag: string): boolean {
  response.setHeader('ETag', etag);
  response.setHeader('Vary', 'Accept-Encoding');
  const known = (request.headers['if-none-match'] ?? '').split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
  if (known) response.status(304).end();
  return known;
}

function sendFile(request: Request, response: Response, { body, gzip, type, etag }: PageFile, immutable: boolean): void {
  response.setHeader('Cache-Control', immutable ? 'public, max-age=31536000, immutable' : 'no-cache');
  if (isKnown(request, response, etag)) return;
  const zipped = takesGzip(request);
  sendBody(response, type, zipped ? gzip : body, zipped);
}

async function sendRealm(request: Request, response: Response, { etag, body, gzip }: RealmAnswer): Promise<void> {
  if (isKnown(request, response, etag)) return;
  const zipped = takesGzip(request);
  sendBody(response, 'application/json; charset=utf-8', await (zipped ? gzip() : body()), zipped);
}

function openStream(request: Request, response: Response, viewers: Viewers): void {
  const after = numberIn(request.headers['last-event-id'] ?? request.query['after']);
  const zipped = takesGzip(request);
  if (viewers.full) {
    response.setHeader('Retry-After', '10');
    return refuse(response, 503, `${MOST_VIEWERS} viewers are the most that are served at once: close some, or come back later`);
  }
  response.setHeader('Content-Type', 'text/event-stream');
  response.setHeader('Vary', 'Accept-Encoding');
  if (zipped) response.setHeader('Content-Encoding', 'gzip');
  response.setHeader('X-Accel-Buffering', 'no'); // of proxies that would keep events back
  if (request.method === 'HEAD') return void response.end();
  response.flushHeaders();
  viewers.join(response, { after, takesGzip: zipped });
}

const numberIn = (given: unknown): number | undefined =>
  typeof given === 'string' && /^\d{1,15}$/.test(given) ? Number(given) : undefined;
