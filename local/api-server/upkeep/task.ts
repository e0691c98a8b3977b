/** Work on keys, soon but not within the write that made it necessary; a key that is waiting is not queued twice. */
export interface Tasks {
  add(key: string): void;
}

/** `work` may add more; an error is told and ends nothing. */
export function createTasks(work: (key: string) => void, report: (error: unknown) => void, signal: AbortSignal): Tasks {
  const waiting = new Set<string>();
  const run = () => {
    const keys = [...waiting];
    waiting.clear();
    for (const key of keys) {
      if (signal.aborted) break;
      try {
        work(key);
      } catch (error) {
        report(error);
      }
    }
  };
  return {
    add(key) {
      if (signal.aborted) return;
      if (waiting.size === 0) setImmediate(run);
      waiting.add(key);
    },
  };
}
