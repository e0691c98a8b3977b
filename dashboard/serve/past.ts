import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Request, Response } from 'express';
import type { RealmHistory } from '../history/history.ts';
import { troublesBetween } from '../trouble/trouble-log.ts';
import type { TroublePicture, TroublesPicture } from '../wire/past.ts';
import { WIRE_VERSION } from '../wire/realm.ts';
import { refuse, sendBody, takesGzip } from './send.ts';

const JSON_TYPE = 'application/json; charset=utf-8';
const MOST_POINTS = 1_000;
const POINTS = 120;
const RANGE_MS = 15 * 60_000;
const zip = promisify(gzip);

/** `GET api/realm?at=`: the picture of a time, as it was sent then. */
export async function sendPast(request: Request, response: Response, history: Pick<RealmHistory, 'at'>): Promise<void> {
  const atMs = timeIn(request.query['at']);
  if (atMs === undefined) return refuse(response, 400, 'at is a time such as 2026-01-02T12:03:10Z');
  const found = await history.at(atMs);
  if (typeof found === 'string') return refuse(response, 404, found);
  const zipped = takesGzip(request);
  response.setHeader('Vary', 'Accept-Encoding');
  sendBody(response, JSON_TYPE, zipped ? await zip(found) : found, zipped);
}

/** `GET api/history`: lines of figures. */
export async function sendSeries(
  request: Request,
  response: Response,
  history: Pick<RealmHistory, 'series'>,
  nowMs: number,
): Promise<void> {
  const { query } = request;
  const text = (name: string): string => (typeof query[name] === 'string' ? query[name] : '');
  const range = rangeIn(request, nowMs);
  const points = query['points'] === undefined ? POINTS : Number(text('points'));
  if (range === undefined) return refuse(response, 400, WRONG_RANGE);
  if (!Number.isInteger(points) || points < 1 || points > MOST_POINTS)
    return refuse(response, 400, `points is a number from 1 to ${MOST_POINTS}`);
  const [shop, good, what] = [text('shop'), text('good'), text('what')];
  const body = JSON.stringify(await history.series({ shop, good, what, ...range, points }));
  response.setHeader('Vary', 'Accept-Encoding');
  const zipped = takesGzip(request);
  sendBody(response, JSON_TYPE, zipped ? await zip(body) : body, zipped);
}

/** `GET api/trouble`: what went wrong. */
export function sendTroubles(request: Request, response: Response, all: readonly TroublePicture[], nowMs: number): void {
  const range = rangeIn(request, nowMs);
  if (range === undefined) return refuse(response, 400, WRONG_RANGE);
  const told: TroublesPicture = { version: WIRE_VERSION, ...troublesBetween(all, range.fromMs, range.toMs) };
  sendBody(response, JSON_TYPE, JSON.stringify(told), false);
}

const WRONG_RANGE = 'from and to are times such as 2026-01-02T12:03:10Z, the first before the other';

/** The last 15 minutes where nothing else is asked for; undefined where it cannot be read. */
function rangeIn({ query }: Request, nowMs: number): { readonly fromMs: number; readonly toMs: number } | undefined {
  const toMs = query['to'] === undefined ? nowMs : timeIn(query['to']);
  const fromMs = query['from'] === undefined ? (toMs ?? nowMs) - RANGE_MS : timeIn(query['from']);
  return fromMs === undefined || toMs === undefined || fromMs >= toMs ? undefined : { fromMs, toMs };
}

/** RFC 3339, as far as Date reads it; nothing before 1970 or after 9999. */
function timeIn(text: unknown): number | undefined {
  const ms = typeof text === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
  return ms >= 0 ? ms : undefined;
}
