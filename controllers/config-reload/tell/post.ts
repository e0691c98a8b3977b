import type { Dispatcher } from 'undici';
import type { Clock } from '../../../ground/time/clock.ts';
import { within } from '../../../ground/time/within.ts';
import { Agent, ProxyAgent } from '../../../kube/access/dispatchers.ts';
import { UsageError } from '../../runtime/flags/flags.ts';

/** Beyond this the receiver counts as one that does not answer. */
const ANSWER_MS = 10_000;

/** What something is posted to. Its address may hold a token, so no message, no log and no metric has it. */
export interface Receiver {
  /** Answers the HTTP status, whatever it is; a redirect is not followed. */
  post(body: string, contentType: string, signal: AbortSignal): Promise<number>;
  /** Ends its connections. */
  close(): Promise<void>;
}

export interface ReceiverOptions {
  readonly url: string;
  /** How an error names the flag that gave the address. */
  readonly flag: string;
  /** Empty: none. */
  readonly proxy?: string;
  readonly proxyFlag?: string;
  readonly clock: Clock;
}

export function createReceiver({ url, flag, proxy = '', proxyFlag = '', clock }: ReceiverOptions): Receiver {
  const target = addressOf(flag, url);
  const through = proxy.trim() === '' ? undefined : addressOf(proxyFlag, proxy);
  const dispatcher: Dispatcher =
    through === undefined ? new Agent({ connections: 4 }) : new ProxyAgent({ uri: through.href, connections: 4 });
  const { username, password } = target;
  const account =
    username === ''
      ? {}
      : { authorization: `Basic ${Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')}` };
  return {
    post: (body, contentType, signal) =>
      within(clock, ANSWER_MS, signal, async (limit) => {
        const response = await dispatcher.request({
          origin: target.origin,
          path: `${target.pathname}${target.search}`,
          method: 'POST',
          headers: { 'content-type': contentType, 'user-agent': 'civ8s-config-reload', ...account },
          body,
          signal: limit,
        });
        await response.body.dump();
        return response.statusCode;
      }),
    close: () => dispatcher.destroy(),
  };
}

function addressOf(flag: string, text: string): URL {
  const url = URL.parse(text.trim());
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new UsageError(`${flag} is not a URL: it has to begin with https:// or http:// (its value may be a secret, and is not shown)`);
  return url;
}
