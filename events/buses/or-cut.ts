import { onAbort } from '../../ground/time/abort.ts';

/** What is still to be done on a new connection before it can be used: where that fails or is no longer wanted, the connection is cut. */
export async function orCut<T>(signal: AbortSignal, cut: () => void, prepare: () => Promise<T>): Promise<T> {
  const forget = onAbort(signal, cut);
  try {
    return await prepare();
  } catch (error) {
    cut();
    throw error;
  } finally {
    forget();
  }
}
