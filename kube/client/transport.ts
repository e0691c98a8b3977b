import type { Access } from '../access/access.ts';
import { ApiError } from '../errors/api-error.ts';
import type { RawResponse } from './client.ts';
import { isReset } from '../errors/connection-error.ts';
import { exchange, type HttpAttempt, type ExchangeOptions } from './exchange.ts';
import { withPass } from '../access/with-pass.ts';

/** Sends a request, and sends it again where that is no one's decision but the server's. */
export type Transport = (
  request: HttpAttempt & {
    /** Wait and try again where the server asks for it. @default true */
    readonly retry?: boolean;
  },
) => Promise<RawResponse>;

const MOST_TRIES = 10;
/** Asked to wait longer than this, the caller is told instead. */
const LONGEST_PAUSE_MS = 60_000;
const DEFAULT_PAUSE_MS = 1_000;

export const createTransport =
  (access: Access, options: ExchangeOptions): Transport =>
  async ({ retry = true, ...attempt }) => {
    for (let tries = 1; ; tries++) {
      try {
        return await withPass(access, attempt.use, (pass) => exchange(pass, options, attempt));
      } catch (error) {
        const pauseMs = retry && tries < MOST_TRIES ? pauseAfter(error, attempt, tries) : undefined;
        if (pauseMs === undefined) throw error;
        if (pauseMs > 0) await options.clock.pause(pauseMs, attempt.signal ?? NEVER);
        attempt.signal?.throwIfAborted();
      }
    }
  };

const NEVER = new AbortController().signal;

/** How long to wait before the next try; undefined where there is to be none. */
function pauseAfter(error: unknown, { method = 'GET' }: HttpAttempt, tries: number): number | undefined {
  if (!ApiError.is(error) || error.code === 'version-too-large') return undefined;
  const requested = error.retryAfterMs ?? (error.code === 'too-many-requests' ? DEFAULT_PAUSE_MS : undefined);
  if (requested !== undefined) return requested <= LONGEST_PAUSE_MS ? requested : undefined;
  return method === 'GET' && tries === 1 && isReset(error.cause) ? 0 : undefined;
}
