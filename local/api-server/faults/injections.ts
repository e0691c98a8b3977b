import { fits, type Fault, type Faults, type Injector, type Match, type FaultMoment } from './faults.ts';

export interface Injections {
  readonly inject: Faults['inject'];
  readonly idle: boolean;
  decide(moment: FaultMoment): Fault | Promise<Fault>;
  /** Lets everything pass that waits for an injector. */
  release(): void;
}

interface Installed {
  readonly match: Match;
  readonly injector: Injector;
  readonly waiting: Set<() => void>;
  left: number;
  hits: number;
}

export const PASS: Fault = { do: 'pass' };

/** An injector that never settles must not outlive the server, or its own removal. */
function settled(fault: Fault | Promise<Fault>, { waiting }: Installed): Fault | Promise<Fault> {
  if (!(fault instanceof Promise)) return fault;
  const { promise, resolve } = Promise.withResolvers<Fault>();
  const release = () => resolve(PASS);
  waiting.add(release);
  return Promise.race([fault, promise]).finally(() => waiting.delete(release));
}

const release = ({ waiting }: Installed) => {
  for (const resume of waiting) resume();
};

export function createInjections(): Injections {
  const installed = new Set<Installed>();
  const holding = new Set<Installed>(); // all that still have requests waiting, spent ones too
  return {
    get idle() {
      return installed.size === 0;
    },
    inject(match, injector, { times = Infinity } = {}) {
      const entry: Installed = {
        match,
        injector: typeof injector === 'function' ? injector : () => injector,
        waiting: new Set(),
        left: times,
        hits: 0,
      };
      installed.add(entry);
      return {
        get hits() {
          return entry.hits;
        },
        remove: () => {
          installed.delete(entry);
          release(entry);
        },
      };
    },
    decide(moment) {
      const entry = [...installed].findLast(({ match }) => fits(match, moment));
      if (!entry) return PASS;
      entry.hits += 1;
      entry.left -= 1;
      if (entry.left <= 0) installed.delete(entry);
      const fault = settled(entry.injector(moment), entry);
      if (!(fault instanceof Promise)) return fault;
      holding.add(entry);
      return fault.finally(() => {
        if (entry.waiting.size === 0) holding.delete(entry);
      });
    },
    release() {
      for (const entry of holding) release(entry);
    },
  };
}
