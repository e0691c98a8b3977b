import type { ServerResponse } from 'node:http';
import { onAbort } from '../../../../ground/time/abort.ts';

/** Waits until the client has read what was written, or `signal` aborts: a client that does not read is not written to. */
export const drained = (response: ServerResponse, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      response.off('drain', done);
      forget();
      resolve();
    };
    response.once('drain', done);
    const forget = onAbort(signal, done);
  });
