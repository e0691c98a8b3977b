/**
 * Calls `act` when the signal aborts, or at once if it already has. The function it returns removes the listener: call it
 * when the work is done before a signal that lives on, or listeners pile up there.
 */
export function onAbort(signal: AbortSignal, act: () => void): () => void {
  const listener = (): void => act();
  if (signal.aborted) listener();
  else signal.addEventListener('abort', listener, { once: true });
  return () => signal.removeEventListener('abort', listener);
}

/** Resolves when the signal aborts, or at once if it already has. */
export const abortOf = (signal: AbortSignal): Promise<void> => new Promise((resolve) => void onAbort(signal, resolve));

/** Rejects with the signal's reason when it aborts, or at once if it already has. */
export const rejectionOf = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => void onAbort(signal, () => reject(signal.reason as Error)));
