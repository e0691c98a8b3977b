import { systemClock } from '../../ground/time/clock.ts';
import { createWaits } from '../../ground/time/back-off.ts';
import { onAbort } from '../../ground/time/abort.ts';
import { messageOf } from '../../ground/text/message-of.ts';

/** What a library hands to a call-back, as a stream. What limits it is the library: how many it hands out before one is acknowledged. */
export interface Incoming<T> {
  push(item: T): void;
  /** The stream ends with this error, after what was pushed before. */
  fail(error: Error): void;
  /** Ends without an error when `signal` aborts. */
  items(signal: AbortSignal): AsyncGenerator<T>;
}

export function createIncoming<T>(): Incoming<T> {
  const waiting: T[] = [];
  let failure: Error | undefined;
  let wake = Promise.withResolvers<void>();
  const notify = (): void => {
    wake.resolve();
    wake = Promise.withResolvers();
  };
  return {
    push(item) {
      waiting.push(item);
      notify();
    },
    fail(error) {
      failure ??= error;
      notify();
    },
    async *items(signal) {
      const forget = onAbort(signal, notify);
      try {
        while (!signal.aborted) {
          const item = waiting.shift();
          if (item !== undefined) yield item;
          else if (failure !== undefined) throw failure;
          else await wake.promise;
        }
      } finally {
        forget();
      }
    },
  };
}

/** Reads in one session after the other, each until it fails, with a pause between them; `close` ends what they share. */
export async function* inSessions<T>(
  session: (signal: AbortSignal) => AsyncIterable<T>,
  { tell, signal, close }: { readonly tell: (text: string) => void; readonly signal: AbortSignal; readonly close?: () => Promise<void> },
): AsyncGenerator<T> {
  const waits = createWaits({ firstMs: 100, longestMs: 30_000, spread: [0.5, 1], forgetAfterMs: 60_000 }, systemClock, Math.random);
  try {
    while (!signal.aborted) {
      try {
        yield* session(signal);
      } catch (error) {
        if (signal.aborted) return;
        tell(`reading was interrupted: ${messageOf(error)}`);
      }
      await systemClock.pause(waits.nextMs(), signal);
    }
  } finally {
    await close?.();
  }
}
