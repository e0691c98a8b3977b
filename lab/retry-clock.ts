import { systemClock, type Clock } from '../ground/time/clock.ts';

/** The clock of a client in a lab: what the server asks it to wait is the lab's time, its deadlines are the machine's. */
export interface RetryClock extends Clock {
  /** When each request is sent again that the server told to wait. */
  waiting(): readonly number[];
}

export function createRetryClock(lab: Clock): RetryClock {
  const waits = new Set<{ readonly until: number }>();
  return {
    ...systemClock,
    async pause(ms, signal) {
      const wait = { until: lab.now() + ms };
      waits.add(wait);
      await lab.pause(ms, signal);
      waits.delete(wait);
    },
    waiting: () => Array.from(waits, ({ until }) => until),
  };
}
