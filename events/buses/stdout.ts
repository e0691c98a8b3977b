import { messageOf } from '../../ground/text/message-of.ts';
import { BusError, type BusKind } from './bus.ts';
import { again, CONFIRMED } from './delivery.ts';
import { guardedBus } from './guarded-bus.ts';
import { lineOf } from './line.ts';

/** `stdout:`: one line of JSON per message on the standard output. */
export const stdout: BusKind = {
  schemes: ['stdout'],
  packages: [],
  usage: 'stdout:',
  async open({ writeOut }) {
    if (writeOut === undefined) throw new BusError('stdout: cannot be written to from here: publish to file:///path instead');
    return guardedBus({
      title: 'stdout:',
      async publish(batch) {
        try {
          await writeOut(batch.map(lineOf).join(''));
        } catch (error) {
          return batch.map(() => again(messageOf(error)));
        }
        return batch.map(() => CONFIRMED);
      },
      close: () => Promise.resolve(),
    });
  },
};
