import { configMaps, type ConfigMap } from '../../kube/objects/built-in.ts';
import type { Client } from '../../kube/client/client.ts';
import { createConditions } from '../../ground/time/condition.ts';
import { follow } from '../../kube/follow/follow.ts';
import { reflect, type ReflectOptions } from '../../kube/follow/reflect.ts';
import type { Resource } from '../../kube/objects/resource.ts';
import { createStore, type Delta, type Store } from '../../kube/follow/store.ts';
import type { Call } from './scripted-server.ts';

/** A store of ConfigMaps that follows a server, and all that its one handler was told. */
export interface Following {
  readonly store: Store<ConfigMap>;
  /** `added a 1`, `updated a 1 -> 2`, `deleted a 2`: what, which, and how much wood. */
  readonly deltas: readonly string[];
  readonly errors: readonly unknown[];
  /** Resolves when the handler has been told `count` things. */
  told(count: number): Promise<void>;
  /** Resolves when the store holds just these: `a 1`, sorted. */
  holds(...contents: readonly string[]): Promise<void>;
  /** Resolves when so many tries have failed. */
  failed(count: number): Promise<void>;
  /** What is in the store: `a 1`. */
  contents(): readonly string[];
  stop(): Promise<void>;
}

export interface FollowingOptions extends Omit<ReflectOptions<ConfigMap>, 'signal'> {
  /** What is followed; anything that holds `data.wood`. @default ConfigMaps */
  readonly of?: Resource<ConfigMap>;
}

export function startFollowing(client: Client, { of = configMaps, ...options }: FollowingOptions = {}): Following {
  const stopping = new AbortController();
  const writer = createStore<ConfigMap>();
  const deltas: string[] = [];
  const errors: unknown[] = [];
  const conditions = createConditions();
  const onError = (error: unknown): void => {
    errors.push(error);
    conditions.changed();
  };
  const run = (async () => {
    for await (const delta of follow(reflect(client, of, { namespace: 'default', onError, ...options, signal: stopping.signal }), writer)) {
      deltas.push(inWords(delta));
      conditions.changed();
    }
  })();
  const contents = (): readonly string[] =>
    [...writer.store.values()].map((object) => `${object.metadata?.name ?? ''} ${object.data?.['wood'] ?? ''}`).sort();
  return {
    store: writer.store,
    deltas,
    errors,
    told: (count) => conditions.when(() => deltas.length >= count, stopping.signal),
    failed: (count) => conditions.when(() => errors.length >= count, stopping.signal),
    holds: (...expected) => conditions.when(() => contents().join() === expected.join(), stopping.signal),
    contents,
    stop: async () => {
      stopping.abort();
      await run;
    },
  };
}

function inWords(delta: Delta<ConfigMap>): string {
  const wood = ({ data }: ConfigMap): string => data?.['wood'] ?? '';
  const name = delta.object.metadata?.name ?? '';
  return delta.type === 'updated'
    ? `updated ${name} ${wood(delta.old)} -> ${wood(delta.object)}`
    : `${delta.type} ${name} ${wood(delta.object)}`;
}

/** A ConfigMap that holds wood; `uid` where it is not the first of its name. */
export const stock = (name: string, version: number, wood: number | string, uid = `uid-of-${name}`): ConfigMap => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'default', uid, resourceVersion: String(version) },
  data: { wood: String(wood) },
});

export const bookmark = (version: number, annotations?: Readonly<Record<string, string>>): ConfigMap => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { resourceVersion: String(version), annotations },
});

export const endMark = (version: number): ConfigMap => bookmark(version, { 'k8s.io/initial-events-end': 'true' });

/** Answers a WatchList: these objects, and the end mark. */
export function answerAll(call: Call, version: number, ...objects: readonly ConfigMap[]): void {
  for (const object of objects) call.event('ADDED', object);
  call.event('BOOKMARK', endMark(version));
}

/** Answers a list. */
export const answerList = (call: Call, version: number, ...items: readonly ConfigMap[]): void =>
  call.json({ kind: 'ConfigMapList', apiVersion: 'v1', metadata: { resourceVersion: String(version) }, items });

/** A Status as the object of an ERROR event. */
export const failure = (code: number, reason: string, more: object = {}): object => ({
  kind: 'Status',
  apiVersion: 'v1',
  status: 'Failure',
  code,
  reason,
  message: reason,
  ...more,
});

export const TOO_LARGE = {
  message: 'Too large resource version: 99, current: 7',
  details: { retryAfterSeconds: 1, causes: [{ reason: 'ResourceVersionTooLarge' }] },
};
