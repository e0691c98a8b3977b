import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../test/until.ts';
import { cpuSeconds } from './process-cost.ts';

/** A process has done what it began with: for so long it has used next to nothing. Memory that it needed for that is given back by then. */
export async function settled(pid: number | undefined, restMs = 10_000): Promise<void> {
  await until(
    'it to rest',
    async () => {
      const before = cpuSeconds(pid);
      await pause(restMs);
      return cpuSeconds(pid) - before < 0.05 * (restMs / 1_000);
    },
    { seconds: 600 },
  );
}
