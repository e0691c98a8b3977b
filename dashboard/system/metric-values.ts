/** What a controller tells of itself in numbers; null for what it does not tell. */
export interface ControllerNumbers {
  readonly queue: number | null;
  readonly retries: number | null;
  readonly backlog: number | null;
  readonly oldestSeconds: number | null;
}

export const NO_NUMBERS: ControllerNumbers = { queue: null, retries: null, backlog: null, oldestSeconds: null };

/** Reads the figures that are shown out of an answer in Prometheus' format; of several of a name, the sum. */
export function controllerNumbers(text: string): ControllerNumbers {
  const sum = (name: string): number | null => {
    const values = [...text.matchAll(new RegExp(`^${name}(?:\\{[^\\n]*\\})? (?<value>[-+\\d.eE]+)$`, 'gm'))].map(([, value]) =>
      Number(value),
    );
    return values.length === 0 || values.some((value) => !Number.isFinite(value))
      ? null
      : values.reduce((total, value) => total + value, 0);
  };
  return {
    queue: sum('workqueue_depth'),
    retries: sum('workqueue_retries_total'),
    backlog: sum('civ8s_resource_events_pending'),
    oldestSeconds: sum('civ8s_resource_events_oldest_pending_seconds'),
  };
}
