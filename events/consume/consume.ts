import type { Registry } from 'prom-client';
import type { Received } from '../buses/bus.ts';
import type { CreatedEvent, DeletedEvent, GapEvent, UnknownEvent, UnreadableMessage, UpdatedEvent } from '../formats/resource-event.ts';

type Handle<T> = (event: T) => void | Promise<void>;

/** What to do with each event. One that throws, or rejects, is asked again later, and the next events of that key wait. */
export interface Handlers {
  readonly created?: Handle<CreatedEvent>;
  readonly updated?: Handle<UpdatedEvent>;
  readonly deleted?: Handle<DeletedEvent>;
  /** What was there at a first start. @default created */
  readonly listed?: Handle<CreatedEvent>;
  readonly gap?: Handle<GapEvent>;
  /** An event of a type that this version does not know: acknowledged, whether or not it is handled. */
  readonly unknown?: Handle<UnknownEvent>;
  /** A message in none of the formats. It is acknowledged if this does not throw. @default it is handed back to the bus */
  readonly unreadable?: (problem: UnreadableMessage, received: Received) => void | Promise<void>;
}

export interface ConsumeOptions {
  /** Ends it: what is in hand is finished, the rest is handed back. */
  readonly signal: AbortSignal;
  /** What is on the bus; told from each message where absent. */
  readonly format?: 'kollect' | 'cloudevents';
  /** Drops what was handled before, and what is older than what was handled of an object. @default true */
  readonly dedupe?: boolean;
  /** Where the bus's address and passwords are. @default the environment of the process */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** How many events may be handled at a time; never two of one key. @default 16 */
  readonly concurrency?: number;
  /** Where `kollect_events_read_total` and `kollect_events_ignored_total` are counted. */
  readonly registry?: Registry;
  /** Is told what goes wrong. @default a warning of the process */
  readonly tell?: (text: string) => void;
}

/** Hands each event of a bus to its handler, at least once, in the order of its key. Rejects with BusError for a URL that will not do. */
export declare function consume(url: string, handlers: Handlers, options: ConsumeOptions): Promise<void>;
