/** Tells who waits that something happened, also while it was busy with what happened before. */
export interface Pulse {
  beat(): void;
  /** Aborts at the first beat from now on: to be asked for before one looks. */
  next(): AbortSignal;
}

export function createPulse(): Pulse {
  let controller = new AbortController();
  return {
    beat: () => controller.abort(),
    next: () => {
      controller = new AbortController();
      return controller.signal;
    },
  };
}
