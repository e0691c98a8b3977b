import type { Pass } from '../access/access.ts';
import { ApiError } from '../errors/api-error.ts';
import type { RawRequest, RawResponse, RequestDone } from './client.ts';
import type { Clock } from '../../ground/time/clock.ts';
import { connectionError } from '../errors/connection-error.ts';
import { createDeadline, type Deadline } from '../../ground/time/deadline.ts';
import { queryString } from './path.ts';
import type { KubeObject, Resource } from '../objects/resource.ts';
import { errorOfStatus } from '../errors/status.ts';

/** An HTTP request, and how it is told of. */
export interface HttpAttempt extends RawRequest {
  /** What is tried, in words: `list pods in kingdom-of-foobar`. */
  readonly attempt: string;
  readonly use: 'request' | 'stream';
  /** The resource that it is about, if any. */
  readonly about?: Resource<KubeObject>;
}

export interface ExchangeOptions {
  readonly clock: Clock;
  readonly userAgent: string;
  readonly onRequest?: (done: RequestDone) => void;
  /** For each request that is not a stream and sets none of its own. @default 65 s */
  readonly timeoutMs?: number;
}

const LONGEST_REFUSAL = 2 ** 24;
/** The API server ends a request of its own accord after a minute. */
const DEADLINE_MS = 65_000;

/** One request, one answer. Rejects, and its body throws, with ApiError, or with the reason of an abort. */
export async function exchange(
  pass: Pass,
  { clock, userAgent, onRequest, timeoutMs: usualMs = DEADLINE_MS }: ExchangeOptions,
  request: HttpAttempt,
): Promise<RawResponse> {
  const { attempt, use, about, method = 'GET', body, signal, timeoutMs = use === 'request' ? usualMs : undefined } = request;
  signal?.throwIfAborted();
  const server = new URL(pass.server);
  const writes = method !== 'GET';
  const late = (): ApiError =>
    new ApiError('timeout', `could not ${attempt}: ${server.origin} did not answer within ${(timeoutMs ?? 0) / 1_000} s`, {
      outcomeUnknown: writes,
    });
  const deadline = createDeadline(clock, timeoutMs, late, signal);
  const failure = (error: unknown): unknown => {
    deadline.end();
    if (deadline.signal.aborted) return deadline.signal.reason;
    return ApiError.is(error) ? error : connectionError(error, { attempt, server: server.origin, writes });
  };
  const started = clock.now();
  let code = '<error>';
  try {
    const headers = { 'user-agent': userAgent, accept: 'application/json', ...pass.headers, ...request.headers };
    const path = `${server.pathname.replace(/\/$/, '')}${request.path}${queryString(request.query ?? {})}`;
    const response = await pass.dispatcher.request({ origin: server.origin, path, method, headers, body, signal: deadline.signal });
    code = String(response.statusCode);
    const answer = chunks(response.body, failure, deadline);
    if (response.statusCode < 400) return { status: response.statusCode, headers: response.headers, body: answer };
    const [retryAfter] = [response.headers['retry-after']].flat();
    throw errorOfStatus(attempt, parsed(await textOf(answer, attempt, LONGEST_REFUSAL)), {
      status: response.statusCode,
      retryAfter,
      about,
    });
  } catch (error) {
    throw failure(error);
  } finally {
    onRequest?.({ method, host: server.host, code, durationMs: clock.now() - started });
  }
}

/** The body, its errors named, and nothing left behind at its end. */
async function* chunks(
  body: AsyncIterable<Uint8Array>,
  failure: (error: unknown) => unknown,
  deadline: Deadline,
): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw failure(error);
  } finally {
    deadline.end();
  }
}

/** No answer that is read whole is as long: 500 objects of a list have 1.5 MB each at the most, and a few KiB as a rule. */
const LONGEST_ANSWER = 2 ** 28;

/** The whole body. Throws ApiError `malformed` where it does not end within what memory holds. */
export async function textOf(body: AsyncIterable<Uint8Array>, attempt = 'read the answer', most = LONGEST_ANSWER): Promise<string> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of body) {
    length += piece.length;
    if (length > most)
      throw new ApiError(
        'malformed',
        `could not ${attempt}: the answer is longer than ${Math.floor(most / 2 ** 20)} MiB; ask for less at a time`,
      );
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
