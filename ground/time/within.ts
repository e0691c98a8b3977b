import type { Clock } from './clock.ts';

/** It took longer than it may. */
class DeadlineExceeded extends Error {
  override readonly name = 'DeadlineExceeded';
}

/**
 * Runs `act` with a signal that aborts when `parent` does, and after `ms`. The answer rejects at that moment, whether or
 * not `act` obeys its signal; `act`'s own end is the caller's to watch if that matters.
 */
export function within<T>(clock: Clock, ms: number, parent: AbortSignal, act: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const limit = new AbortController();
  const pass = () => limit.abort(parent.reason);
  if (parent.aborted) pass();
  else parent.addEventListener('abort', pass, { once: true });
  const cancel = clock.after(ms, () => limit.abort(new DeadlineExceeded(`not done within ${ms / 1_000} s`)));
  const cut = new Promise<never>((_, reject) => {
    const give = () => reject(limit.signal.reason as Error);
    if (limit.signal.aborted) give();
    else limit.signal.addEventListener('abort', give, { once: true });
  });
  return Promise.race([act(limit.signal), cut]).finally(() => {
    cancel();
    parent.removeEventListener('abort', pass);
  });
}
