import { describe } from '@jest/globals';
import { readBus } from '../../../events/buses/open-bus.ts';
import { busContract, type Arrived, type BusTrial } from './bus-contract.ts';
import { never } from './messages.ts';
import { readContract } from './read-contract.ts';

const NO_WIRE = 'a process is never away from itself';

let names = 0;
const trial: BusTrial = {
  async destination() {
    const url = `mem://place-${(names += 1)}`;
    const arrived: Arrived[] = [];
    const reading = readBus(url, { env: {}, tell: () => undefined }, never);
    void (async () => {
      for await (const { body, ...head } of reading) arrived.push({ body: Buffer.from(body), ...head });
    })();
    return { url, env: {}, arrived: async () => arrived };
  },
  gaps: {
    'too large': 'it has no limit',
    'missing destination': 'a name needs no making',
    'away and back': NO_WIRE,
    'in part': NO_WIRE,
    frozen: NO_WIRE,
    'nothing late': NO_WIRE,
  },
};

describe('mem://', () => {
  busContract(trial);
  readContract({
    destination: async () => {
      const place = await trial.destination();
      return { ...place, readUrl: place.url };
    },
    withoutGroup: 'it is read while somebody listens',
  });
});
