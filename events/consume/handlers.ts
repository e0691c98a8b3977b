import type { Received } from '../buses/bus.ts';
import type {
  CreatedEvent,
  DeletedEvent,
  GapEvent,
  ResourceEvent,
  UnknownEvent,
  UnreadableMessage,
  UpdatedEvent,
} from '../formats/resource-event.ts';

type Handle<T> = (event: T) => void | Promise<void>;

/**
 * What to do with each event. One that throws, or rejects, gets its event again later, and the next events of that key wait. What
 * has no handler is acknowledged, and counted as ignored.
 */
export interface Handlers {
  readonly created?: Handle<CreatedEvent>;
  readonly updated?: Handle<UpdatedEvent>;
  readonly deleted?: Handle<DeletedEvent>;
  /** What was there at a first start. @default what `created` does */
  readonly listed?: Handle<CreatedEvent>;
  readonly gap?: Handle<GapEvent>;
  /** An event of a type that this version does not know. */
  readonly unknown?: Handle<UnknownEvent>;
  /** A message in none of the formats: acknowledged if this does not throw. @default it is handed back to the bus, which may give it up */
  readonly unreadable?: (problem: UnreadableMessage, received: Received) => void | Promise<void>;
}

/** What is to be done with an event; undefined where nobody wants it. */
export function handlingOf(handlers: Handlers, event: ResourceEvent | UnknownEvent): (() => void | Promise<void>) | undefined {
  switch (event.type) {
    case 'created':
      return bound(handlers.created, event);
    case 'listed':
      return bound(handlers.listed ?? handlers.created, event);
    case 'updated':
      return bound(handlers.updated, event);
    case 'deleted':
      return bound(handlers.deleted, event);
    case 'gap':
      return bound(handlers.gap, event);
    case 'unknown':
      return bound(handlers.unknown, event);
  }
}

const bound = <T>(handle: Handle<T> | undefined, event: T) => (handle === undefined ? undefined : () => handle(event));
