import type { Message } from '../message.ts';

/** What became of one message. */
export type Delivery =
  /** The bus has it, by the bus's own confirmation. */
  | { readonly how: 'confirmed' }
  /** The bus is away, busy, or not set up yet: the same message later. Whether it arrived is not known. */
  | { readonly how: 'again'; readonly why: string; readonly afterMs?: number }
  /** This message never, as it is. */
  | { readonly how: 'refused'; readonly reason: 'too large' | 'not accepted'; readonly why: string };

/**
 * Where messages go. It keeps no queue of its own and repeats nothing by itself: the outbox does. It connects by itself, when it is
 * first needed and again whenever that is lost; after a time-out it closes its connection, so that nothing late can overtake.
 */
export interface Bus {
  /** For logs and metrics, without passwords: `nats://changes`. */
  readonly title: string;
  /**
   * Answers a delivery for each message, in their order, and never throws. A batch holds a key once, and no key is in two batches at
   * a time. After `signal` aborts, what is not confirmed yet is answered `again`.
   */
  publish(batch: readonly Message[], signal: AbortSignal): Promise<readonly Delivery[]>;
  /** Ends what is in flight and the connection. */
  close(): Promise<void>;
}

/** What a bus is opened with. */
export interface BusContext {
  readonly url: URL;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Said once each, at its own level: what the user should know of this bus ("no stream has the subject: not durable"). */
  readonly tell: (text: string) => void;
  /** How long a message may wait for its confirmation. @default 10 s, of HTTP 30 s */
  readonly timeoutMs?: number;
  /** Where `stdout:` writes; resolves once it is written. */
  readonly writeOut?: (text: string) => Promise<void>;
}

/** A message as a consumer gets it, and how to say what became of it. */
export interface Received {
  readonly body: Uint8Array;
  readonly contentType?: string;
  /** CloudEvents attributes, by their plain names. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly key?: string;
  readonly id?: string;
  ack(): Promise<void>;
  /** It is to come again, later. */
  nack(): Promise<void>;
}

/** One kind of bus: what stands behind the scheme of a URL. */
export interface BusKind {
  readonly schemes: readonly string[];
  /** npm packages that it needs and civ8s does not bring. */
  readonly packages: readonly string[];
  /** How its URLs look, for help and errors: `kafka://topic`. */
  readonly usage: string;
  /**
   * Opens it without waiting for it to be there. Throws BusError for a URL or an environment that can never do, and for a missing
   * package.
   */
  open(context: BusContext): Promise<Bus>;
  /** What is on the bus, from now on or from where the consumer's group was; ends when `signal` aborts. Absent: it cannot be read. */
  subscribe?(context: BusContext, signal: AbortSignal): AsyncIterable<Received>;
}

/** A bus URL, its environment or its library will not do: what was tried, why not, what to do. */
export class BusError extends Error {
  override readonly name = 'BusError';
}
