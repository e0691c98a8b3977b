import type { Access } from './access.ts';
import { ApiError } from './api-error.ts';
import type { RawRequest, RawResponse, RequestDone } from './client.ts';
import type { Clock } from './clock.ts';
import { connectionError } from './connection-error.ts';
import { queryString } from './path.ts';
import { errorOfStatus } from './status.ts';

/** An HTTP request, and how it is told of. */
export interface Attempt extends RawRequest {
  /** What is tried, in words: `list pods in kingdom-of-foobar`. */
  readonly attempt: string;
  readonly use: 'request' | 'stream';
}

export interface ExchangeOptions {
  readonly clock: Clock;
  readonly userAgent: string;
  readonly onRequest?: (done: RequestDone) => void;
}

/** The API server ends a request of its own accord after a minute. */
const DEADLINE_MS = 65_000;

/** One request, one answer. Rejects, and its body throws, with ApiError, or with the reason of an abort. */
export async function exchange(access: Access, { clock, userAgent, onRequest }: ExchangeOptions, attempt: Attempt): Promise<RawResponse> {
  const { method = 'GET', use, body } = attempt;
  const server = new URL(access.server);
  const limit = limited(attempt, server.origin, clock);
  const started = clock.now();
  let code = '<error>';
  try {
    const headers = { 'user-agent': userAgent, accept: 'application/json', ...(await access.headers()), ...attempt.headers };
    const path = `${server.pathname.replace(/\/$/, '')}${attempt.path}${queryString(attempt.query ?? {})}`;
    const response = await access.dispatcher(use).request({ origin: server.origin, path, method, headers, body, signal: limit.signal });
    code = String(response.statusCode);
    const answer = chunks(response.body, limit);
    if (response.statusCode < 400) return { status: response.statusCode, headers: response.headers, body: answer };
    const [retryAfter] = [response.headers['retry-after']].flat();
    throw errorOfStatus(attempt.attempt, parsed(await textOf(answer)), { status: response.statusCode, retryAfter });
  } catch (error) {
    throw limit.failure(error);
  } finally {
    onRequest?.({ method, host: server.host, code, durationMs: clock.now() - started });
  }
}

interface Limit {
  readonly signal: AbortSignal;
  /** What an error in the exchange means. Nothing is waited for after it. */
  failure(error: unknown): unknown;
  end(): void;
}

/** The signal of the caller, and the deadline. A stream's deadline is its reader's business. */
function limited({ attempt, method = 'GET', signal, timeoutMs, use }: Attempt, server: string, clock: Clock): Limit {
  signal?.throwIfAborted();
  const writes = method !== 'GET';
  const deadline = timeoutMs ?? (use === 'request' ? DEADLINE_MS : undefined);
  const controller = new AbortController();
  const abort = (): void => controller.abort(signal?.reason);
  const late = (): void => controller.abort(new ApiError('timeout', `could not ${attempt}: ${server} did not answer within ${(deadline ?? 0) / 1_000} s`, { outcomeUnknown: writes }));
  signal?.addEventListener('abort', abort, { once: true });
  const cancel = deadline === undefined ? () => undefined : clock.after(deadline, late);
  const end = (): void => {
    cancel();
    signal?.removeEventListener('abort', abort);
  };
  return {
    signal: controller.signal,
    end,
    failure: (error) => {
      end();
      if (controller.signal.aborted) return controller.signal.reason;
      return ApiError.is(error) ? error : connectionError(error, { attempt, server, writes });
    },
  };
}

async function* chunks(body: AsyncIterable<Uint8Array>, limit: Limit): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw limit.failure(error);
  } finally {
    limit.end();
  }
}

export async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
