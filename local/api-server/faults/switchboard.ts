import type { ObjectStore } from '../store/store.ts';
import type { Fault, Faults, FaultMoment } from './faults.ts';
import { createFrozenViews } from './frozen-views.ts';
import { createInjections, PASS } from './injections.ts';

/** The server's side of the faults. */
export interface Switchboard {
  /** Nothing is to be asked: the common case costs nothing. */
  readonly idle: boolean;
  decide(moment: FaultMoment): Fault | Promise<Fault>;
  /** The revision at which the sender's view is frozen. */
  frozenAt(moment: FaultMoment): number | undefined;
  /** Resolves when the sender's view is of the present. */
  thawed(moment: FaultMoment): Promise<void>;
  /** Ends what waits: the server stops. */
  release(): void;
}

/** What of the network the faults can move. */
export interface Wires {
  disconnect(): void;
  close(): Promise<void>;
  open(): Promise<void>;
}

export function createSwitchboard(store: ObjectStore, wires: Wires): { readonly faults: Faults; readonly switchboard: Switchboard } {
  const injections = createInjections();
  const { inject } = injections;
  const views = createFrozenViews();
  const stop = new AbortController();
  const faults: Faults = {
    inject,
    freeze: (match) => views.freeze(match, store.revision),
    next(match, signal) {
      const { promise, resolve, reject } = Promise.withResolvers<FaultMoment>();
      const injection = inject(
        match,
        (moment) => {
          resolve(moment);
          return PASS;
        },
        { times: 1 },
      );
      signal?.addEventListener(
        'abort',
        () => {
          injection.remove();
          reject(new Error('no such moment came', { cause: signal.reason }));
        },
        { once: true },
      );
      return promise;
    },
    compact: () => store.compact(),
    skipRevisions: (count) => store.skip(count),
    rewind(revision) {
      store.rewind(revision);
      wires.disconnect();
    },
    disconnect: () => wires.disconnect(),
    async outage() {
      await wires.close();
      return () => wires.open();
    },
  };
  const switchboard: Switchboard = {
    get idle() {
      return injections.idle && views.idle;
    },
    decide: (moment) => injections.decide(moment),
    frozenAt: (moment) => views.frozenAt(moment),
    async thawed(moment) {
      while (!stop.signal.aborted && views.frozenAt(moment) !== undefined) await views.thawed();
    },
    release() {
      stop.abort();
      injections.release();
      views.release();
    },
  };
  return { faults, switchboard };
}
