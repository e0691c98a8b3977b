import type { Registry } from 'prom-client';
import { abortOf } from '../../ground/time/abort.ts';
import { systemClock, type Clock } from '../../ground/time/clock.ts';
import { messageOf } from '../../ground/text/message-of.ts';
import { readBus } from '../buses/open-bus.ts';
import type { FormatName } from '../formats/decode.ts';
import { createCounts } from './counts.ts';
import type { Handlers } from './handlers.ts';
import { createLanes } from './lanes.ts';
import { createHandled } from './handled.ts';
import { taskOf, type Desk } from './task.ts';

export interface ConsumeOptions {
  /** Ends it: what has begun is finished, the rest is handed back. */
  readonly signal: AbortSignal;
  /** What is on the bus; told from each message where absent. */
  readonly format?: FormatName;
  /** Drops what was handled before, and what is older than what was handled of its object. @default true */
  readonly dedupe?: boolean;
  /** Where the bus's addresses and passwords are. @default the environment of the process */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** How many events may be handled at a time; never two of one key. @default 16 */
  readonly concurrency?: number;
  /** Where `kollect_events_read_total` and `kollect_events_ignored_total` are counted. */
  readonly registry?: Registry;
  /** Is told what goes wrong, and will be tried again. @default a warning of the process */
  readonly tell?: (text: string) => void;
  readonly clock?: Clock;
}

/**
 * Hands each event of a bus to its handler: at least once, in the order of its key, keys side by side. Resolves some time after
 * `signal` aborts; rejects with BusError for a URL, an environment or a library that will not do.
 */
export async function consume(url: string, handlers: Handlers, options: ConsumeOptions): Promise<void> {
  const { signal, format, dedupe = true, env = process.env, concurrency = 16, registry, clock = systemClock } = options;
  const tell = options.tell ?? ((text: string) => process.emitWarning(text));
  const unanswered = (error: unknown): void => tell(`the bus did not take an answer: ${messageOf(error)}`);
  const desk: Desk = { handlers, handled: dedupe ? createHandled() : undefined, counts: createCounts(registry), tell };
  const lanes = createLanes({ concurrency, clock, unanswered });
  const reading = new AbortController();

  const read = async (): Promise<void> => {
    for await (const received of readBus(url, { env, tell }, reading.signal)) {
      lanes.take(taskOf(received, format, desk));
      await lanes.room();
      // What is handed back may come again at once: nothing more is read, but the bus stays open for the answers.
      if (signal.aborted) await abortOf(reading.signal);
    }
  };
  const ended = read();
  try {
    await Promise.race([ended, abortOf(signal)]);
  } finally {
    await lanes.end(); // while the bus is still open, for it has to take the answers
    reading.abort();
  }
  await ended;
}
