import type { KubeObject } from '../contracts/kube-object.ts';
import { expired, tooLargeRevision, type FailureStatus } from '../contracts/status-error.ts';
import { inVersion } from '../registry.ts';
import type { Change } from '../store/change-log.ts';
import { listOptions, type ListOptions } from './list-options.ts';
import { collectionFor, type ApiRequest, type Cluster } from './request.ts';

export type WatchEvent =
  | { readonly type: 'ADDED' | 'DELETED' | 'MODIFIED'; readonly object: KubeObject }
  | { readonly type: 'BOOKMARK'; readonly revision: number; readonly initialEventsEnd: boolean }
  | { readonly type: 'ERROR'; readonly status: FailureStatus };

const INITIAL_END: Pick<Extract<WatchEvent, { type: 'BOOKMARK' }>, 'initialEventsEnd' | 'type'> = {
  type: 'BOOKMARK',
  initialEventsEnd: true,
};

const leaving = (object: KubeObject, { revision }: Change): KubeObject => ({
  ...object,
  metadata: { ...object.metadata, resourceVersion: String(revision) },
});

/** What a change means to a watch that selects: an object may enter or leave its view. */
function seen(change: Change, selects: ListOptions['selects']): { readonly type: Change['type']; readonly object: KubeObject } | undefined {
  const { type, object, previous } = change;
  if (!selects) return { type, object };
  const before = previous !== undefined && selects(previous);
  const after = type !== 'DELETED' && selects(object);
  if (after) return { type: before ? 'MODIFIED' : 'ADDED', object };
  if (!before) return undefined;
  return { type: 'DELETED', object: type === 'DELETED' ? object : leaving(previous, change) };
}

export interface Watch {
  readonly options: ListOptions;
  readonly events: (signal: AbortSignal) => AsyncGenerator<WatchEvent>;
  /** The latest revision that the watch has told everything of: for bookmarks. */
  readonly caughtUpTo: () => number;
}

/** Throws a StatusError where the watch cannot begin; what ends it later is an ERROR event, or the end of the stream. */
export function watch(cluster: Cluster, request: ApiRequest): Watch {
  const options = listOptions(request);
  const { store, conversions } = cluster;
  const {
    served: { resource },
    namespace,
  } = request;
  const collection = collectionFor(cluster, request);
  const prefix = namespace === undefined ? '' : `${namespace}/`;
  const asked = Number(options.resourceVersion);
  if (asked > store.revision && options.sendInitialEvents === true) throw tooLargeRevision(asked, store.revision);
  const begin = store.revision;
  const fromNow = asked === 0 || options.sendInitialEvents === true;
  const initial = fromNow && options.sendInitialEvents !== false;
  const shown = (object: KubeObject) => inVersion(object, resource, conversions);
  let told = fromNow ? begin : asked;
  let pending = false;
  const place = collection.log.placeAfter(fromNow ? begin : asked);
  const existing = initial
    ? collection
        .keys(prefix)
        .flatMap((key) => collection.get(key) ?? [])
        .map(shown)
        .filter((object) => options.selects?.(object) ?? true)
    : [];

  async function* events(signal: AbortSignal): AsyncGenerator<WatchEvent> {
    if (place === undefined) {
      yield { type: 'ERROR', status: expired(`too old resource version: ${asked} (${store.revision})`).status };
      return;
    }
    for (const object of existing) yield { type: 'ADDED', object };
    if (options.sendInitialEvents === true && options.bookmarks) yield { ...INITIAL_END, revision: begin };
    for await (const change of collection.follow(place, signal)) {
      pending = true;
      const event =
        change.key.startsWith(prefix) && change.revision > asked
          ? seen({ ...change, object: shown(change.object), previous: change.previous && shown(change.previous) }, options.selects)
          : undefined;
      if (event) yield event;
      told = change.revision;
      pending = false;
    }
  }
  return {
    options,
    events,
    caughtUpTo: () => (pending || collection.log.placeAfter(told) !== collection.log.placeAfter(store.revision) ? told : store.revision),
  };
}
