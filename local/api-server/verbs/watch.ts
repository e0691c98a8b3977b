import type { StoredObject } from '../contracts/kube-object.ts';
import { expired, StatusError, tooLargeRevision, type FailureStatus } from '../contracts/status-error.ts';
import { apiVersionOf } from '../contracts/resource-info.ts';
import { inVersion } from '../registry.ts';
import type { LoggedChange } from '../store/change-log.ts';
import { keysWithPrefix } from '../store/collection.ts';
import { listOptions, type ParsedListOptions } from './list-options.ts';
import { collectionFor, type ApiRequest, type ServerParts } from './request.ts';

export type SentEvent =
  | { readonly type: 'ADDED' | 'DELETED' | 'MODIFIED'; readonly object: StoredObject }
  | { readonly type: 'BOOKMARK'; readonly revision: number; readonly initialEventsEnd: boolean }
  | { readonly type: 'ERROR'; readonly status: FailureStatus };

const INITIAL_END: Pick<Extract<SentEvent, { type: 'BOOKMARK' }>, 'initialEventsEnd' | 'type'> = {
  type: 'BOOKMARK',
  initialEventsEnd: true,
};

const leaving = (object: StoredObject, { revision }: LoggedChange): StoredObject => ({
  ...object,
  metadata: { ...object.metadata, resourceVersion: String(revision) },
});

/** What a change means to a watch that selects: an object may enter or leave its view. */
function seen(
  change: LoggedChange,
  selects: ParsedListOptions['selects'],
): { readonly type: LoggedChange['type']; readonly object: StoredObject } | undefined {
  const { type, object, previous } = change;
  if (!selects) return { type, object };
  const before = previous !== undefined && selects(previous);
  const after = type !== 'DELETED' && selects(object);
  if (after) return { type: before ? 'MODIFIED' : 'ADDED', object };
  if (!before) return undefined;
  return { type: 'DELETED', object: type === 'DELETED' ? object : leaving(previous, change) };
}

export interface Watch {
  readonly options: ParsedListOptions;
  readonly events: (signal: AbortSignal) => AsyncGenerator<SentEvent>;
  /** The latest revision that the watch has told everything of: for bookmarks. */
  readonly caughtUpTo: () => number;
}

/**
 * Throws a StatusError where the watch cannot begin; what ends it later is an ERROR event, or the end of the stream.
 * `frozen`: the sender sees everything as of that revision; absent: as it is.
 */
export function watch(cluster: ServerParts, request: ApiRequest, frozen?: number): Watch {
  const options = listOptions(request);
  const { store, conversions } = cluster;
  const {
    served: { resource },
    namespace,
  } = request;
  const collection = collectionFor(cluster, request);
  const prefix = namespace === undefined ? '' : `${namespace}/`;
  const requested = Number(options.resourceVersion);
  if (requested > store.revision && options.sendInitialEvents === true) throw tooLargeRevision(requested, store.revision);
  const begin = frozen ?? store.revision;
  const fromNow = requested === 0 || options.sendInitialEvents === true;
  const initial = fromNow && options.sendInitialEvents !== false;
  const shown = (object: StoredObject) => inVersion(object, resource, conversions);
  let told = fromNow ? begin : requested;
  let pending = false;
  const place = collection.log.placeAfter(fromNow ? begin : requested);
  const then = frozen === undefined ? undefined : collection.asOf(frozen);
  const apiVersion = apiVersionOf(resource);
  const held = initial
    ? (then === undefined ? collection.keys(prefix) : keysWithPrefix([...then.keys()].sort(), prefix)).flatMap(
        (key) => (then ?? collection).get(key) ?? [],
      )
    : [];
  cluster.conversion?.assertConverted(held, apiVersion);
  const existing = held.map(shown).filter((object) => options.selects?.(object) ?? true);

  async function* events(signal: AbortSignal): AsyncGenerator<SentEvent> {
    if (place === undefined) {
      yield { type: 'ERROR', status: expired(`too old resource version: ${requested} (${store.revision})`).status };
      return;
    }
    for (const object of existing) yield { type: 'ADDED', object };
    if (options.sendInitialEvents === true && options.bookmarks) yield { ...INITIAL_END, revision: begin };
    for await (const change of collection.follow(place, signal)) {
      pending = true;
      try {
        await cluster.conversion?.ask([change.object, ...(change.previous ? [change.previous] : [])], apiVersion);
      } catch (error) {
        if (!(error instanceof StatusError)) throw error;
        yield { type: 'ERROR', status: error.status };
        return;
      }
      const event =
        change.key.startsWith(prefix) && change.revision > requested
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
