import { expect } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import type { Bus } from '../../../events/buses/bus.ts';
import { until } from '../../until.ts';
import { message, publishOne } from './messages.ts';

/** A broker that was killed looks through what it has kept before it takes more, on a busy machine for a minute and longer. */
const RECOVERY_SECONDS = 120;

/** Ten keys, each with one message after the other, and each of those again until it is confirmed. */
export interface BusLoad {
  /** So many more than there were. */
  confirmed(more: number): Promise<void>;
  failed(more: number): Promise<void>;
  /** How many there were of each key. */
  stop(): Promise<ReadonlyMap<string, number>>;
}

export function startLoad(bus: Bus): BusLoad {
  const counts = { confirmed: 0, again: 0, refused: 0 };
  const sent = new Map<string, number>();
  const stopping = new AbortController();

  async function send(key: string): Promise<void> {
    for (let n = 0; !stopping.signal.aborted; n += 1) {
      const one = message(`${key} ${n}`, { key });
      for (let how: string | undefined; how !== 'confirmed';) {
        ({ how } = (await publishOne(bus, one)) ?? { how: undefined });
        if (how === 'confirmed' || how === 'again') counts[how] += 1;
        if (how === 'again') await pause(20);
      }
      sent.set(key, n + 1);
    }
  }
  const sending = Promise.all(Array.from({ length: 10 }, (_, index) => send(`key${index}`)));
  const reached = async (how: 'confirmed' | 'again', more: number): Promise<void> => {
    const goal = counts[how] + more;
    await until(`${more} more ${how}`, () => counts[how] >= goal, { seconds: RECOVERY_SECONDS });
  };
  return {
    confirmed: (more) => reached('confirmed', more),
    failed: (more) => reached('again', more),
    async stop() {
      stopping.abort();
      await sending;
      return sent;
    },
  };
}

interface Place {
  arrived(): Promise<readonly { readonly body: Buffer }[]>;
}

/** All that was sent, each key in its order; what comes twice comes first in its place. */
export async function arrivesInOrder(sent: ReadonlyMap<string, number>, place: Place): Promise<void> {
  const bodies = async (): Promise<ReadonlySet<string>> => new Set((await place.arrived()).map(({ body }) => body.toString()));
  const first = await until('everything', async () => {
    const seen = await bodies();
    const all = [...sent].flatMap(([key, count]) => Array.from({ length: count }, (_, n) => `${key} ${n}`));
    return all.every((body) => seen.has(body)) && seen;
  });
  for (const [key, count] of sent)
    expect([...first].filter((body) => body.startsWith(`${key} `))).toEqual(Array.from({ length: count }, (_, n) => `${key} ${n}`));
}
