import { setImmediate } from 'node:timers/promises';
import type { Bus, Delivery } from '../../../events/buses/bus.ts';
import type { ResourceChange } from '../../../events/resource-change.ts';
import type { ChangeMessage } from './outbox/changes.ts';

/** What a bus does with one message. `lost`: it arrives, and the confirmation does not. `late`: it arrives some other time. */
export type MessageFate = 'confirmed' | 'not taken' | 'lost' | 'late';

/** A bus with every fault, and the eyes of a strict reader of what each publisher sends it. */
export interface ModelBus {
  /** As one process sees it. */
  open(): Bus;
  /** What is late arrives. */
  deliverLate(): void;
  /** What becomes of messages, one after another, over and over. */
  fates: readonly [MessageFate, ...MessageFate[]];
  /** What no publisher may do, as it was seen. */
  readonly offences: readonly string[];
}

const ANSWERS: Readonly<Record<MessageFate, Delivery>> = {
  confirmed: { how: 'confirmed' },
  'not taken': { how: 'again', why: 'away' },
  lost: { how: 'again', why: 'cut off' },
  late: { how: 'again', why: 'frozen' },
};

export function createModelBus(receive: (change: ResourceChange) => void): ModelBus {
  const late: ResourceChange[] = [];
  const offences: string[] = [];
  let messagesSeen = 0;
  const bus: ModelBus = {
    fates: ['confirmed'],
    offences,
    deliverLate() {
      for (const change of late.splice(0)) receive(change);
    },
    open() {
      const watch = createWatch((offence) => offences.push(offence));
      return {
        title: 'model://',
        close: async () => undefined,
        async publish(messages) {
          const changes = messages.map((message) => (message as ChangeMessage).change);
          changes.forEach(watch.sent);
          await setImmediate();
          return changes.map((change) => {
            const fate = bus.fates[(messagesSeen += 1) % bus.fates.length] ?? 'confirmed';
            if (fate === 'late') late.push(change);
            else if (fate !== 'not taken') receive(change);
            watch.answered(change, fate === 'confirmed');
            return ANSWERS[fate];
          });
        },
      };
    },
  };
  return bus;
}

/** Per object: one at a time, the next only when the one before is confirmed, each beginning where that one ended. */
function createWatch(offend: (offence: string) => void) {
  const inFlight = new Set<string>();
  const last = new Map<string, { readonly change: ResourceChange; confirmed: boolean }>();
  return {
    sent(change: ResourceChange): void {
      const { key, type, then } = change;
      const before = last.get(key);
      if (inFlight.has(key)) offend(`${key} is in flight twice`);
      inFlight.add(key);
      if (before?.change.id === change.id) {
        if (before.change !== change) offend(`${key} is not what it was when it was sent first`);
        return;
      }
      if (before?.confirmed === false) offend(`${key} goes on before its last change is confirmed`);
      if (before !== undefined && type === 'updated' && then !== before.change.now) offend(`${key} does not go on where it was`);
      last.set(key, { change, confirmed: false });
    },
    answered({ key, id }: ResourceChange, confirmed: boolean): void {
      inFlight.delete(key);
      const before = last.get(key);
      if (before?.change.id === id) before.confirmed ||= confirmed;
    },
  };
}
