import { consume, type ConsumeOptions } from '../../events/consume/consume.ts';

const PREFIX = 'goods.civ8s.dev/';

/** A line for each change of a shop's stock, as its pods tell it. */
export const followGoods = (bus: string, say: (line: string) => void, options: ConsumeOptions): Promise<void> =>
  consume(
    bus,
    {
      updated({ happenedAt, kind, namespace, then, now }) {
        if (kind !== 'Pod') return;
        for (const [key, amount] of Object.entries(now.metadata?.annotations ?? {})) {
          const before = then?.metadata?.annotations?.[key] ?? '0';
          const shop = `${namespace}/${now.metadata?.labels?.['shop']}`;
          if (key.startsWith(PREFIX) && amount !== before)
            say(`${happenedAt.toISOString()} ${shop}: ${before} -> ${amount} ${key.slice(PREFIX.length)}`);
        }
      },
    },
    options,
  );
