import { EnvHttpProxyAgent, type Dispatcher } from 'undici';
import { systemClock } from '../../ground/time/clock.ts';
import { createDeadline } from '../../ground/time/deadline.ts';
import { messageOf } from '../../ground/text/message-of.ts';
import type { Message } from '../message.ts';
import { toHeaders } from './attributes.ts';
import type { BusContext, BusKind, Delivery } from './bus.ts';
import { titleOf } from './bus-url.ts';
import { again, CONFIRMED, notAccepted, tooLarge } from './delivery.ts';
import { guardedBus } from './guarded-bus.ts';

const TIMEOUT_MS = 30_000;
const MOST_CONNECTIONS = 64;

/** `http(s)://…`: one POST per message. Its receiver confirms it by a status of 2xx. */
export const http: BusKind = {
  schemes: ['https', 'http'],
  packages: [],
  usage: 'https://host/path',
  async open({ url, env, timeoutMs = TIMEOUT_MS }) {
    const dispatcher = agentOf(env);
    const post = requestsTo(url, dispatcher);
    const closing = new AbortController();
    return guardedBus({
      title: titleOf(url),
      async publish(batch, signal) {
        // An aborted request ends its connection: nothing of it arrives any more.
        const stop = AbortSignal.any([signal, closing.signal]);
        const deadline = createDeadline(systemClock, timeoutMs, () => new Error(`no answer within ${timeoutMs / 1_000} s`), stop);
        try {
          return await Promise.all(
            batch.map((message) => post(message, deadline.signal).catch((error: unknown) => again(messageOf(error)))),
          );
        } finally {
          deadline.end();
        }
      },
      async close() {
        closing.abort(new Error('the bus is closed'));
        await dispatcher.destroy();
      },
    });
  },
};

const agentOf = (env: BusContext['env']): Dispatcher =>
  new EnvHttpProxyAgent({
    connections: MOST_CONNECTIONS,
    httpProxy: env['http_proxy'] ?? env['HTTP_PROXY'] ?? '',
    httpsProxy: env['https_proxy'] ?? env['HTTPS_PROXY'] ?? '',
    noProxy: env['no_proxy'] ?? env['NO_PROXY'] ?? '',
  });

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
