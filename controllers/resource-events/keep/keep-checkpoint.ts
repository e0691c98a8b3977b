import type { Clock } from '../../../ground/time/clock.ts';
import type { Client } from '../../../kube/client/client.ts';
import type { Log } from '../../runtime/tell/log.ts';
import { equal } from '../../../ground/json/equal.ts';
import type { CheckpointData } from '../resume/checkpoint.ts';
import type { CheckpointMap } from './checkpoint-map.ts';

/** Between two writes. */
const EVERY_MS = 5_000;
/** The last one has so long: the Lease waits for it. */
export const LAST_WRITE_MS = 1_000;

export interface CheckpointKeeperOptions {
  readonly map: CheckpointMap;
  /** How far everything is published now; undefined where nothing may be written. */
  readonly current: () => CheckpointData | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly onWritten: () => void;
}

/** Notes how far everything is published, for as long as this process leads. */
export interface CheckpointKeeper {
  /** Writes now and then, where anything has changed. */
  keep(client: Client, signal: AbortSignal): Promise<void>;
  /** Writes once, where anything has changed. Never rejects. */
  write(client: Client, signal: AbortSignal): Promise<void>;
}

export function createCheckpointKeeper({ map, current, clock, log, onWritten }: CheckpointKeeperOptions): CheckpointKeeper {
  let failing = false;
  let written: CheckpointData | undefined;
  const write = async (client: Client, signal: AbortSignal): Promise<void> => {
    const data = current();
    if (data === undefined || equal(data, written)) return;
    try {
      await map.write(client, data, signal);
      written = data;
      if (failing) log.info({}, 'the checkpoint is written again');
      failing = false;
      onWritten();
    } catch (error) {
      if (signal.aborted) return;
      log[failing ? 'debug' : 'warn']({ error }, 'cannot write how far everything is published: a restart would publish it again');
      failing = true;
    }
  };
  return {
    write,
    async keep(client, signal) {
      while (!signal.aborted) {
        await clock.pause(EVERY_MS, signal);
        if (!signal.aborted) await write(client, signal);
      }
    },
  };
}
