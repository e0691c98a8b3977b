import type { Clock } from '../../../ground/time/clock.ts';
import type { Client } from '../../../kube/client/client.ts';
import type { Log } from '../../runtime/tell/log.ts';
import { equal } from '../../../ground/json/equal.ts';
import { resourcesIn, type CheckpointData } from '../resume/checkpoint.ts';
import type { CheckpointMap } from './checkpoint-map.ts';

/** Between two writes. */
const EVERY_MS = 5_000;
/** What was announced is never forgotten once its resource is in the checkpoint: it is not to wait for the next write. */
const LOOK_FOR_NEW_MS = 500;
/** The last one has so long: the Lease waits for it. */
export const LAST_WRITE_MS = 1_000;

export interface CheckpointKeeperOptions {
  readonly map: Pick<CheckpointMap, 'data' | 'write'>;
  /** How far everything is published now; undefined where nothing may be written. */
  readonly current: () => CheckpointData | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly onWritten: () => void;
}

/** Notes how far everything is published, for as long as this process leads. */
export interface CheckpointKeeper {
  /** Writes now and then, where anything has changed; soon, where the first list of a resource is confirmed. */
  keep(client: Pick<Client, 'patch'>, signal: AbortSignal): Promise<void>;
  /** Writes once, where anything has changed. Never rejects. */
  write(client: Pick<Client, 'patch'>, signal: AbortSignal): Promise<void>;
}

export function createCheckpointKeeper({ map, current, clock, log, onWritten }: CheckpointKeeperOptions): CheckpointKeeper {
  let failing = false;
  let written: CheckpointData | undefined;
  const write = async (client: Pick<Client, 'patch'>, signal: AbortSignal): Promise<void> => {
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
  const hasNew = (): boolean => !failing && resourcesIn(current()) > resourcesIn(written ?? map.data);
  return {
    write,
    async keep(client, signal) {
      let lookedAt = clock.now();
      while (!signal.aborted) {
        await clock.pause(LOOK_FOR_NEW_MS, signal);
        if (signal.aborted || !(clock.now() - lookedAt >= EVERY_MS || hasNew())) continue;
        lookedAt = clock.now();
        await write(client, signal);
      }
    },
  };
}
