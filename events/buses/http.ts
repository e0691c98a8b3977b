import type { Dispatcher } from 'undici';
import type { Message } from '../message.ts';
import { toHeaders } from './attributes.ts';
import type { BusKind, Delivery } from './bus.ts';
import { titleOf } from './bus-url.ts';
import { again, CONFIRMED, notAccepted, tooLarge } from './delivery.ts';
import { httpAgentOf } from './http-agent.ts';
import { createRequestBus } from './request-bus.ts';

const TIMEOUT_MS = 30_000;

/** `http(s)://…`: one POST per message. Its receiver confirms it by a status of 2xx. */
export const http: BusKind = {
  schemes: ['https', 'http'],
  packages: [],
  usage: 'https://host/path',
  async open({ url, env, timeoutMs = TIMEOUT_MS }) {
    const dispatcher = httpAgentOf(env);
    const post = requestsTo(url, dispatcher);
    return createRequestBus({ title: titleOf(url), timeoutMs, dispatcher }, (batch, signal) =>
      batch.map((message) => post(message, signal)),
    );
  },
};

function requestsTo(url: URL, dispatcher: Dispatcher): (message: Message, signal: AbortSignal) => Promise<Delivery> {
  const user = decodeURIComponent(url.username);
  const account = Buffer.from(`${user}:${decodeURIComponent(url.password)}`).toString('base64');
  const own = { 'user-agent': 'civ8s', ...(user === '' ? {} : { authorization: `Basic ${account}` }) };
  return async ({ body, contentType, attributes, id }, signal) => {
    const {
      statusCode,
      headers,
      body: answer,
    } = await dispatcher.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: 'POST',
      headers: { ...own, 'content-type': contentType, 'idempotency-key': id, ...Object.fromEntries(toHeaders(attributes)) },
      body,
      signal,
    });
    await answer.dump();
    const retryAfter = headers['retry-after'];
    return deliveryOf(statusCode, typeof retryAfter === 'string' ? retryAfter : undefined);
  };
}

/** What somebody will mend, beside the receiver being busy: credentials, a path that is not served yet, a redirect. */
const MENDED = new Set([401, 403, 404, 408, 425, 429]);

/** What a status means for the message that it answers. */
export function deliveryOf(status: number, retryAfter: string | undefined, now: number = Date.now()): Delivery {
  if (status >= 200 && status < 300) return CONFIRMED;
  if (status >= 500 || status < 400 || MENDED.has(status)) return again(`HTTP ${status}`, waitOf(retryAfter, now));
  return status === 413 ? tooLarge('HTTP 413') : notAccepted(`HTTP ${status}`);
}

/** Seconds, or a date. */
function waitOf(retryAfter: string | undefined, now: number): number | undefined {
  if (retryAfter === undefined) return undefined;
  const ms = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1_000 : Date.parse(retryAfter) - now;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
