import { isDeepStrictEqual } from 'node:util';
import { onAbort } from '../../../ground/time/abort.ts';
import { ApiError } from '../../../kube/errors/api-error.ts';
import { pods } from '../../../kube/objects/built-in.ts';
import type { Client, Selection, WatchEvent } from '../../../kube/client/client.ts';
import { keyOf, keyOfName, resourceTitle, type KubeObject, type ObjectName, type Resource } from '../../../kube/objects/resource.ts';
import { patched, scaled } from './fake-patch.ts';

/** A request as a fault sees it: `patch pods default/a`. */
interface Attempt {
  readonly what: string;
  readonly verb: 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete' | 'evict';
  readonly resource: string;
  readonly key: string;
  readonly signal: AbortSignal | undefined;
}
/** What happens to a request: it goes on by `commit`, before, after, or never. */
type Fault = (attempt: Attempt, commit: () => unknown) => unknown;

/**
 * A cluster in memory, behind the interface of a client: no sockets, no time of its own, and faults at exact moments. Beside a lab
 * (lab/start-lab.ts) it is for many tests of a pure kind: it takes milliseconds, and can stop within a write. What a server answers is not
 * its matter: it validates, defaults and collects nothing.
 */
export interface FakeCluster {
  readonly client: Client;
  /** The same for one process, which may die: then nothing that it asks is done or answered any more. */
  connect(): { readonly client: Client; die(): void };
  /** What somebody else does: creates, or changes what is there. Answers the object. */
  put<T extends KubeObject>(resource: Resource<T>, object: T): T;
  remove(resource: Resource<KubeObject>, key: string): void;
  get<T extends KubeObject>(resource: Resource<T>, key: string): T | undefined;
  /** Every write that came, and every one that changed something. */
  readonly attempts: readonly string[];
  readonly changes: readonly string[];
  fault: Fault;
  /** Watches learn of nothing until the answer is called. */
  holdEvents(): () => void;
  /** Ends every watch with an error. */
  breakWatches(error: Error): void;
  readonly watches: number;
  /** A backup, and what brings it back: the objects and the versions of that moment. */
  backup(): () => void;
}

interface Logged {
  readonly version: number;
  readonly resource: string;
  readonly type: 'added' | 'modified' | 'deleted';
  readonly object: KubeObject;
}

export function fakeCluster(): FakeCluster {
  const objects = new Map<string, KubeObject>();
  const log: Logged[] = [];
  const attempts: string[] = [];
  const changes: string[] = [];
  const watchers = new Set<{ wake(): void; error?: Error }>();
  let version = 100;
  let uids = 0;
  let held = Infinity;

  const place = (resource: Resource<KubeObject>, key: string) => `${resourceTitle(resource)} ${key}`;
  const wakeAll = () => watchers.forEach((watcher) => watcher.wake());
  const record = (resource: Resource<KubeObject>, type: Logged['type'], object: KubeObject) => {
    log.push({ version, resource: resourceTitle(resource), type, object });
    wakeAll();
  };
  function store<T extends KubeObject>(resource: Resource<T>, object: T): T {
    const key = place(resource, keyOf(object));
    const old = objects.get(key);
    const uid = old?.metadata?.uid ?? `uid-${++uids}`;
    if (
      old !== undefined &&
      isDeepStrictEqual(
        { ...old, metadata: { ...old.metadata, resourceVersion: '' } },
        { ...object, metadata: { ...object.metadata, uid, resourceVersion: '' } },
      )
    )
      return old as T;
    version += 1;
    const stored = { ...object, metadata: { ...object.metadata, uid, resourceVersion: String(version) } };
    objects.set(key, stored);
    record(resource, old === undefined ? 'added' : 'modified', stored);
    return stored;
  }
  function remove(resource: Resource<KubeObject>, key: string): void {
    const old = objects.get(place(resource, key));
    if (old === undefined) return;
    objects.delete(place(resource, key));
    version += 1;
    record(resource, 'deleted', { ...old, metadata: { ...old.metadata, resourceVersion: String(version) } });
  }
  function existing<T extends KubeObject>(resource: Resource<T>, name: ObjectName): T {
    const found = objects.get(place(resource, keyOfName(name)));
    if (found === undefined) throw new ApiError('not-found', `${place(resource, keyOfName(name))} not found`, { status: 404 });
    return found as T;
  }
  const meet = (object: KubeObject, { uid, resourceVersion }: { readonly uid?: string; readonly resourceVersion?: string }) => {
    if (
      (uid ?? object.metadata?.uid) !== object.metadata?.uid ||
      (resourceVersion ?? object.metadata?.resourceVersion) !== object.metadata?.resourceVersion
    )
      throw new ApiError('conflict', 'the object has been modified', { status: 409 });
  };
  interface Link {
    dead: boolean;
  }
  const NEVER = new Promise<never>(() => {});
  const request = async <T>(
    link: Link,
    verb: Attempt['verb'],
    resource: Resource<KubeObject>,
    key: string,
    signal: AbortSignal | undefined,
    act: () => T,
  ): Promise<T> => {
    if (link.dead) return NEVER;
    signal?.throwIfAborted();
    const what = `${verb} ${place(resource, key)}`;
    const writes = !['get', 'list', 'watch'].includes(verb);
    if (writes) attempts.push(what);
    const commit = () => {
      const before = version;
      const answer = act();
      if (writes && version !== before) changes.push(what);
      return answer;
    };
    const answer = (await cluster.fault({ what, verb, resource: resourceTitle(resource), key, signal }, commit)) as T;
    if (link.dead) return NEVER;
    signal?.throwIfAborted();
    return answer;
  };
  const selected = ({ namespace, labelSelector = '', fieldSelector = '' }: Selection, { metadata }: KubeObject) =>
    (namespace === undefined || metadata?.namespace === namespace) &&
    fieldSelector.split(',').every((term) => !term.startsWith('metadata.name=') || term === `metadata.name=${metadata?.name}`) &&
    labelSelector
      .split(',')
      .filter((term) => term !== '')
      .every((term) => {
        const [key = '', value] = term.split('=');
        return metadata?.labels?.[key] !== undefined && (value === undefined || metadata.labels[key] === value);
      });
  const list = <T extends KubeObject>(resource: Resource<T>, selection: Selection) => ({
    items: [...objects]
      .filter(([key, object]) => key.startsWith(`${resourceTitle(resource)} `) && selected(selection, object))
      .map(([, object]) => object as T),
    resourceVersion: String(Math.min(version, held)),
  });

  async function* watch<T extends KubeObject>(
    link: Link,
    resource: Resource<T>,
    options: Parameters<Client['watch']>[1] = {},
  ): AsyncGenerator<WatchEvent<T>> {
    const { signal, resourceVersion, sendInitialEvents, onOpen } = options;
    if (sendInitialEvents === true) throw new ApiError('invalid', 'sendInitialEvents is forbidden', { status: 422 });
    await request(link, 'watch', resource, options.namespace ?? '', signal, () => undefined);
    onOpen?.();
    let seen = Number(resourceVersion);
    let at = 0;
    const watcher: { wake(): void; error?: Error } = { wake: () => {} };
    watchers.add(watcher);
    const forget = signal && onAbort(signal, () => watcher.wake());
    try {
      for (;;) {
        if (link.dead) await NEVER;
        if (signal?.aborted) throw signal.reason as Error;
        if (watcher.error !== undefined) throw watcher.error;
        while ((log[at]?.version ?? Infinity) <= seen) at += 1;
        const next = log[at];
        if (next === undefined || next.version > held) {
          await new Promise<void>((resolve) => {
            watcher.wake = resolve;
          });
          continue;
        }
        seen = next.version;
        if (next.resource === resourceTitle(resource) && selected(options, next.object))
          yield { type: next.type, object: next.object as T };
      }
    } finally {
      watchers.delete(watcher);
      forget?.();
    }
  }

  const clientOf = (link: Link): Client => ({
    get: (resource, name, options) => request(link, 'get', resource, keyOfName(name), options?.signal, () => existing(resource, name)),
    list: (resource, options = {}) =>
      request(link, 'list', resource, options.namespace ?? '', options.signal, () => list(resource, options)),
    async *listPages(resource, options = {}) {
      yield await request(link, 'list', resource, options.namespace ?? '', options.signal, () => list(resource, options));
    },
    watch: (resource, options) => watch(link, resource, options),
    create: (resource, object, options) =>
      request(link, 'create', resource, keyOf(object), options?.signal, () => {
        if (objects.has(place(resource, keyOf(object))))
          throw new ApiError('already-exists', `${place(resource, keyOf(object))} already exists`, { status: 409 });
        return store(resource, object);
      }),
    update: (resource, object, options) =>
      request(link, 'update', resource, keyOf(object), options?.signal, () => {
        meet(existing(resource, { namespace: object.metadata?.namespace, name: object.metadata?.name ?? '' }), object.metadata ?? {});
        return store(resource, object);
      }),
    patch: (resource, name, patch, options) =>
      request(link, 'patch', resource, keyOfName(name), options?.signal, () => {
        const old = existing(resource, name);
        if ('merge' in patch) meet(old, (patch.merge as KubeObject).metadata ?? {});
        if ('strategic' in patch) meet(old, (patch.strategic as KubeObject).metadata ?? {});
        if ('apply' in patch) meet(old, (patch.apply as KubeObject).metadata ?? {});
        if (options?.subresource === 'scale') return store(resource, scaled(old, patch, options.fieldManager));
        return store(resource, patched(resource, old, patch));
      }),
    delete: (resource, name, options = {}) =>
      request(link, 'delete', resource, keyOfName(name), options.signal, () => {
        meet(existing(resource, name), options);
        remove(resource, keyOfName(name));
      }),
    evict: (name, options = {}) =>
      request(link, 'evict', pods, keyOfName(name), options.signal, () => {
        meet(existing(pods, name), options);
        remove(pods, keyOfName(name));
      }),
    raw: () => Promise.reject(new Error('the fake cluster serves no raw requests')),
  });
  const cluster: FakeCluster = {
    client: clientOf({ dead: false }),
    connect() {
      const link = { dead: false };
      return { client: clientOf(link), die: () => void (link.dead = true) };
    },
    put: store,
    remove,
    get: <T extends KubeObject>(resource: Resource<T>, key: string) => objects.get(place(resource, key)) as T | undefined,
    attempts,
    changes,
    fault: (_, commit) => commit(),
    holdEvents() {
      held = version;
      return () => {
        held = Infinity;
        wakeAll();
      };
    },
    breakWatches(error) {
      for (const watcher of watchers) {
        watcher.error = error;
        watcher.wake();
      }
    },
    get watches() {
      return watchers.size;
    },
    backup() {
      const [then, before] = [version, new Map(objects)];
      return () => {
        version = then;
        held = Infinity;
        log.length = 0;
        objects.clear();
        for (const [key, object] of before) objects.set(key, object);
        cluster.breakWatches(new ApiError('expired', 'too old resource version', { status: 410 }));
      };
    },
  };
  return cluster;
}
