import type { Bus, Delivery } from '../../../../events/buses/bus.ts';
import type { Message } from '../../../../events/message.ts';
import { createConditions } from '../../../../ground/time/condition.ts';
import { bodyOf } from './changes.ts';

/** A batch that waits for its answer. */
interface OpenBatch {
  readonly bodies: readonly string[];
  readonly signal: AbortSignal;
  answer(...deliveries: readonly Delivery[]): void;
  /** The same for all. */
  answerAll(delivery: Delivery): void;
  fail(error: Error): void;
}

/** A bus that answers what a test says, when it says it. */
export interface ScriptedBus extends Bus {
  /** In the order in which they came, answered ones too. */
  readonly batches: readonly OpenBatch[];
  /** Resolves with the batch of that number, once it is there. */
  batch(index: number): Promise<OpenBatch>;
}

export const CONFIRMED: Delivery = { how: 'confirmed' };
export const AGAIN: Delivery = { how: 'again', why: 'no connection' };

export function createScriptedBus(): ScriptedBus {
  const batches: OpenBatch[] = [];
  const conditions = createConditions();
  return {
    title: 'scripted://',
    batches,
    publish: (messages: readonly Message[], signal) =>
      new Promise((resolve, reject) => {
        batches.push({
          bodies: messages.map(bodyOf),
          signal,
          answer: (...deliveries) => resolve(deliveries),
          answerAll: (delivery) => resolve(messages.map(() => delivery)),
          fail: reject,
        });
        conditions.changed();
      }),
    async batch(index) {
      await conditions.when(() => batches.length > index, AbortSignal.timeout(5_000));
      const batch = batches[index];
      if (batch === undefined) throw new Error(`there are ${batches.length} batches`);
      return batch;
    },
    close: async () => undefined,
  };
}
