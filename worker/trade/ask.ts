import type { IncomingHttpHeaders } from 'node:http';
import { onAbort } from '../../ground/time/abort.ts';
import { http, https } from '../../ground/http/node-http.ts';

export interface ShopQuestion {
  readonly url: string;
  /** @default GET */
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What became of a question. The difference between the last two decides whether anybody may have acted on it. */
export type ShopAnswer =
  | { readonly is: 'answered'; readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string }
  | { readonly is: 'unreached'; readonly why: string }
  | { readonly is: 'silent'; readonly why: string };

/** Asks another shop; never throws. */
export type AskShop = (question: ShopQuestion, signal: AbortSignal) => Promise<ShopAnswer>;

export interface AskOptions {
  /** For all of it, from the first packet to the last byte. @default 5 s */
  readonly deadlineMs?: number;
  /** HTTP_PROXY, HTTPS_PROXY and NO_PROXY count. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

const LONGEST_ANSWER = 256 * 1024;

/** Each question takes a fresh connection, so that a Service spreads them, and none is lost to a stale one. */
export function createAsk({ deadlineMs = 5_000, env = {} }: AskOptions = {}): AskShop {
  const plain = new http.Agent({ keepAlive: false, proxyEnv: env });
  const secure = new https.Agent({ keepAlive: false, proxyEnv: env });
  return ({ url, method = 'GET', headers = {}, body }, signal) =>
    new Promise((resolve) => {
      let connected = false;
      const fail = (error: Error) => resolve({ is: connected ? 'silent' : 'unreached', why: `${method} ${url}: ${error.message}` });
      if (signal.aborted) return fail(new Error('the shop is closing'));
      const [send, agent] = url.startsWith('https:') ? [https.request, secure] : [http.request, plain];
      const length = body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
      const request = send(url, { method, agent, headers: { ...headers, ...length } });
      const deadline = setTimeout(() => request.destroy(new Error(`no answer within ${deadlineMs} ms`)), deadlineMs);
      const forget = onAbort(signal, () => request.destroy(new Error('the shop is closing')));
      request.once('close', () => {
        clearTimeout(deadline);
        forget();
      });
      // From here on bytes may have gone out.
      request.once('socket', (socket) => socket.once('connect', () => (connected = true)));
      request.once('error', fail);
      request.once('response', (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
          if (text.length > LONGEST_ANSWER) request.destroy(new Error('the answer is too long'));
        });
        response.once('error', fail);
        response.once('close', () => {
          // An answer that was cut off is none.
          if (response.complete) resolve({ is: 'answered', status: response.statusCode ?? 0, headers: response.headers, body: text });
          else fail(new Error('the answer was cut off'));
        });
      });
      request.end(body);
    });
}
