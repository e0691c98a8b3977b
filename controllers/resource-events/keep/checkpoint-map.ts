import type { Clock } from '../../../ground/time/clock.ts';
import { createConditions } from '../../../ground/time/condition.ts';
import { ApiError } from '../../../kube/errors/api-error.ts';
import type { Client } from '../../../kube/client/client.ts';
import { reflect } from '../../../kube/follow/reflect.ts';
import { configMaps, type ConfigMap } from '../../../kube/objects/built-in.ts';
import type { ObjectName } from '../../../kube/objects/resource.ts';
import { equal } from '../../../ground/json/equal.ts';
import type { Log } from '../../runtime/tell/log.ts';
import type { CheckpointData } from '../resume/checkpoint.ts';

/** The ConfigMap in which the leader notes how far everything is published; all replicas see it. */
export interface CheckpointMap {
  /** What it says now; undefined where there is none, or where it may not be read. */
  readonly data: CheckpointData | undefined;
  /** Resolves once that is known, or when `signal` aborts. */
  known(signal: AbortSignal): Promise<void>;
  /** Resolves once there is one, or when `signal` aborts. */
  present(signal: AbortSignal): Promise<void>;
  /** Follows it until `signal` aborts, and tells of all that is new. */
  run(signal: AbortSignal, onData: (data: CheckpointData) => void): Promise<void>;
  /** Rejects as the request does. */
  write(client: Pick<Client, 'patch'>, data: CheckpointData, signal: AbortSignal): Promise<void>;
}

export interface CheckpointMapOptions {
  readonly client: Client;
  readonly name: Required<ObjectName>;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
}

export function createCheckpointMap({ client, name, clock, random, log }: CheckpointMapOptions): CheckpointMap {
  const conditions = createConditions();
  let data: CheckpointData | undefined;
  let isKnown = false;
  let isRefused = false;
  const learn = (map: ConfigMap | undefined, onData: (data: CheckpointData) => void): void => {
    const before = data;
    data = map === undefined ? undefined : (map.data ?? {});
    isKnown = true;
    if (data !== undefined && !equal(data, before)) onData(data);
    conditions.changed();
  };
  const onError = (error: unknown, pauseMs: number): void => {
    if (pauseMs === 0) return;
    const refused = ApiError.is(error, 'forbidden');
    if (refused && !isRefused)
      log.warn({ error, configMap: name.name }, 'cannot read how far everything is published: a start is a first start');
    isRefused ||= refused;
    if (!refused) return;
    isKnown = true;
    conditions.changed();
  };
  return {
    get data() {
      return data;
    },
    known: (signal) => conditions.when(() => isKnown, signal),
    present: (signal) => conditions.when(() => data !== undefined, signal),
    async run(signal, onData) {
      const selection = { namespace: name.namespace, fieldSelector: `metadata.name=${name.name}` };
      for await (const change of reflect(client, configMaps, { ...selection, signal, clock, random, onError })) {
        if (change.type === 'replaced') learn(change.objects[0], onData);
        else if (change.type !== 'progress') learn(change.type === 'deleted' ? undefined : change.object, onData);
      }
    },
    async write(writer, written, signal) {
      const apply: ConfigMap = { metadata: name, data: written };
      await writer.patch(configMaps, name, { apply, force: true }, { signal });
    },
  };
}
