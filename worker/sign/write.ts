/** Annotations of the worker's own pod; null removes one. */
export type Annotations = Readonly<Record<string, string | null>>;

/** How an attempt to write them ended. A failure is a value, never an exception: nothing stops because of the sign. */
export type Written =
  | { readonly is: 'written' }
  | { readonly is: 'refused'; readonly status: number; readonly why: string; readonly retryAfterMs?: number }
  | { readonly is: 'unreached'; readonly why: string };

export type Write = (annotations: Annotations, signal: AbortSignal) => Promise<Written>;
