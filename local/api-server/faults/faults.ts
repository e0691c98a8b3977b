import type { FailureStatus } from '../contracts/status-error.ts';

/** A point in the life of a request at which something can be made to go wrong. */
export interface FaultMoment {
  /** `request`: nothing is done yet. `answer`: all is done, the client does not know. `event`: a watch is about to send this event. */
  readonly at: 'answer' | 'event' | 'request';
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly user: string;
  readonly userAgent: string;
  /** Of the body that came with it; empty where none did. It tells an apply from other patches. */
  readonly contentType: string;
  /** Empty where the path is none of a resource. */
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  /** Of the request's path, or of the event's object. */
  readonly name: string;
  /** `ADDED`, `MODIFIED`, `DELETED`, `BOOKMARK`; empty but at an event. */
  readonly event: string;
}

export type Fault =
  /** Nothing goes wrong (any more). */
  | { readonly do: 'pass' }
  /** The connection is reset. */
  | { readonly do: 'drop' }
  /** This failure is told instead; in a watch as an ERROR event, after which it ends. */
  | { readonly do: 'fail'; readonly status: FailureStatus }
  /** Half of the bytes are sent, then the connection is reset. */
  | { readonly do: 'half' }
  /** The event is lost; the watch goes on. */
  | { readonly do: 'lose' }
  /** The event is sent twice. */
  | { readonly do: 'repeat' }
  /** The watch ends as after its timeout. */
  | { readonly do: 'end' };

/** Decides at a moment; while its promise is open the request waits, which is how to delay and to hang. */
export type Injector = (moment: FaultMoment) => Fault | Promise<Fault>;

/** A moment is meant if all that is given here is equal; `where` may look closer. */
export type Match = Partial<Omit<FaultMoment, 'query'>> & { readonly where?: (moment: FaultMoment) => boolean };

interface Injection {
  /** How many moments it has met. */
  readonly hits: number;
  remove(): void;
}

export interface FrozenView {
  readonly revision: number;
  /** The clients see the present again; their watches catch up. */
  thaw(): void;
}

/** Faults on purpose, at a named moment and not at a time. */
export interface Faults {
  /** The latest injection that fits a moment decides it. `times`: for so many moments, then never again. */
  inject(match: Match, injector: Fault | Injector, options?: { readonly times?: number }): Injection;
  /** Clients whose requests match see the state of now, whatever happens: in get, list and watch. Their writes are real. */
  freeze(match: Match): FrozenView;
  /** Resolves at the next moment that matches, before it goes on. */
  next(match: Match, signal?: AbortSignal): Promise<FaultMoment>;
  /** Forgets history: open watches go on; resuming from before is 410. */
  compact(): void;
  /** Counts revisions up without a write. */
  skipRevisions(count: number): void;
  /** Everything is again as it was at `revision`, the counter too: a restored backup. Throws if that is forgotten. All watches end. */
  rewind(revision: number): void;
  /** Resets every connection; the server goes on. */
  disconnect(): void;
  /** Refuses connections until the answer is called: an outage. The state survives. */
  outage(): Promise<() => Promise<void>>;
}

export const fits = ({ where, ...wanted }: Match, moment: FaultMoment): boolean =>
  Object.entries(wanted).every(([field, value]) => value === undefined || moment[field as keyof FaultMoment] === value) &&
  (where?.(moment) ?? true);
