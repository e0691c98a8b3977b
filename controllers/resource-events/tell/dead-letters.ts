import type { Bus } from '../../../events/buses/bus.ts';
import type { Message } from '../../../events/message.ts';
import type { ResourceChange } from '../../../events/resource-change.ts';
import { waitMs, type BackOff } from '../../../ground/time/back-off.ts';
import type { Clock } from '../../../ground/time/clock.ts';
import type { Log } from '../../runtime/tell/log.ts';
import type { DeadLetter } from '../outbox/observer.ts';

/** Where that goes which the bus never takes: each is told once, and nothing of an object gets into the log. */
export interface DeadLetters {
  bury(letter: DeadLetter): void;
  /** Resolves once none is under way any more. */
  settled(): Promise<void>;
}

export interface DeadLettersOptions {
  /** Undefined: a line in the log is all that is left of them. */
  readonly bus: Bus | undefined;
  readonly encode: (change: ResourceChange) => Message;
  readonly clock: Clock;
  readonly log: Log;
}

const TRIES = 5;
const BETWEEN: BackOff = { firstMs: 500, longestMs: 5_000 };
const MOST = 100;
const NEVER = new AbortController().signal;

export function createDeadLetters({ bus, encode, clock, log }: DeadLettersOptions): DeadLetters {
  /** One after the other, so that those of an object keep their order. */
  let last = Promise.resolve();
  let waiting = 0;
  const publish = async (to: Bus, { change, reason, why }: DeadLetter): Promise<void> => {
    const fields = { ...about(change), reason, why, to: to.title };
    for (let tries = 1; ; tries++) {
      const [delivery] = await to.publish([encode(change)], NEVER);
      if (delivery?.how === 'confirmed') return log.warn(fields, 'a change that the bus does not take went to the dead letters');
      if (delivery?.how === 'refused' || tries === TRIES) return log.error({ ...fields, error: delivery?.why }, LOST);
      await clock.pause(waitMs(BETWEEN, tries), NEVER);
    }
  };
  return {
    bury(letter) {
      const { change, reason, why } = letter;
      if (bus === undefined || waiting >= MOST || reason === 'not encodable') return log.error({ ...about(change), reason, why }, LOST);
      waiting += 1;
      last = last.then(() => publish(bus, letter)).finally(() => (waiting -= 1));
    },
    settled: () => last,
  };
}

const LOST = 'a change that no bus takes is left out; its object is not shown here';

const about = ({ id, type, resource, object }: ResourceChange) => ({
  id,
  type,
  resource: resource.group === '' ? resource.plural : `${resource.plural}.${resource.group}`,
  object: object.namespace === undefined ? object.name : `${object.namespace}/${object.name}`,
  resourceVersion: object.resourceVersion,
});
