import { backgroundClock, type Clock } from '../ground/time/clock.ts';

/** The clock of a client in a lab: what the server asks it to wait is the lab's time, its deadlines are the machine's. */
export interface RetryClock extends Clock {
  /** When the first is sent again, where all of so many requests wait as the server told them to. */
  waitUntil(requests: number): number | undefined;
}

export function createRetryClock(lab: Clock): RetryClock {
  const waits = new Set<{ readonly until: number }>();
  return {
    ...backgroundClock,
    async pause(ms, signal) {
      const wait = { until: lab.now() + ms };
      waits.add(wait);
      await lab.pause(ms, signal);
      waits.delete(wait);
    },
    waitUntil: (requests) => (waits.size === 0 || waits.size < requests ? undefined : Math.min(...Array.from(waits, ({ until }) => until))),
  };
}
