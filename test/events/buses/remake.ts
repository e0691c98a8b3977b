import type { Broker } from '../../real/broker.ts';
import { until } from '../../until.ts';

/** A broker that forgets everything when it is killed: what was made there is made again once it is back. */
export const remaking = (broker: Broker, made: Iterable<{ make(): Promise<unknown> }>): Broker => ({
  ...broker,
  async start() {
    await broker.start();
    for (const place of made)
      await until('the broker to make it', () =>
        place.make().then(
          () => true,
          () => false,
        ),
      );
  },
});
