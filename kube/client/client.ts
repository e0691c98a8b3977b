import type { Applied } from '../objects/applied.ts';
import type { Merged } from '../objects/merged.ts';
import type { KubeObject, NamespacedName, NameIn, Resource } from '../objects/resource.ts';

/** For every request: an abort ends it at once and rejects with the signal's reason. */
export interface RequestOptions {
  readonly signal?: AbortSignal;
  /** @default 65 s, as the API server itself gives up after 60; streams have none */
  readonly timeoutMs?: number;
}

export interface WriteOptions extends RequestOptions {
  readonly dryRun?: boolean;
  /** Who is noted in managedFields. @default the program's name */
  readonly fieldManager?: string;
  readonly fieldValidation?: 'Ignore' | 'Warn' | 'Strict';
  /** `status`, `scale`, … */
  readonly subresource?: string;
}

export interface Selection {
  /** Absent: all namespaces. */
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

/** How the answers of lists and watches are read. */
export interface JsonReading {
  /** Throws SyntaxError for what is not JSON. @default JSON.parse, which rounds numbers beyond 2^53 */
  readonly parseJson?: (text: string) => unknown;
}

export interface ListOptions extends RequestOptions, Selection, JsonReading {
  /** Absent: the newest, read from the store of the cluster. `0`: whatever the server has in memory. */
  readonly resourceVersion?: string;
  readonly resourceVersionMatch?: 'Exact' | 'NotOlderThan';
  /** Objects in one answer. @default 500 */
  readonly limit?: number;
}

export interface List<T> {
  readonly items: readonly T[];
  readonly resourceVersion: string;
}

export interface WatchOptions extends RequestOptions, Selection, JsonReading {
  /** Events after this one. */
  readonly resourceVersion?: string;
  /** WatchList: first an event for each object, then a bookmark with `initialEventsEnd`. */
  readonly sendInitialEvents?: boolean;
  /** When the server is to end the watch. The client ends it five seconds later where the server did not. @default 290 */
  readonly timeoutSeconds?: number;
  /** Told once the server has begun its answer: in a quiet collection the first event may be a minute away. */
  readonly onOpen?: () => void;
}

export type WatchEvent<T> =
  | { readonly type: 'added' | 'modified' | 'deleted'; readonly object: T }
  | { readonly type: 'bookmark'; readonly resourceVersion: string; readonly initialEventsEnd: boolean };

export type JsonPatchStep =
  | { readonly op: 'add' | 'replace' | 'test'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'move' | 'copy'; readonly from: string; readonly path: string };

/** Exactly one kind of patch. `apply` is server-side apply: the object, whole, as far as it is one's own. */
export type Patch<T> =
  | { readonly merge: Merged<T> }
  | { readonly json: readonly JsonPatchStep[] }
  | { readonly strategic: object }
  | { readonly apply: Applied<T>; readonly force?: boolean };

export interface DeleteOptions extends RequestOptions {
  /** Delete only the object of this uid and, if given, of this version: otherwise `conflict`. */
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly gracePeriodSeconds?: number;
  readonly propagation?: 'Background' | 'Foreground' | 'Orphan';
  readonly dryRun?: boolean;
}

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export interface RawRequest extends RequestOptions {
  /** @default GET */
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** From the server's root: `/version`, `/api/v1/namespaces/x/pods/y/log`. */
  readonly path: string;
  readonly query?: Query;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface RawResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** To be read to its end, or left by an abort: it holds a connection. */
  readonly body: AsyncIterable<Uint8Array>;
}

/**
 * All that is asked of an API server. Every method rejects with ApiError; a 429, or a 5xx that names a Retry-After, is
 * waited for and tried again up to ten times before it does (evictions and watches aside).
 */
export interface Client {
  get<T extends KubeObject, Namespaced extends boolean = boolean>(
    resource: Resource<T, Namespaced>,
    name: NameIn<Namespaced>,
    options?: RequestOptions & { readonly subresource?: string },
  ): Promise<T>;
  /** All of it, read page by page. */
  list<T extends KubeObject>(resource: Resource<T>, options?: ListOptions): Promise<List<T>>;
  /** A page at a time; all pages are of one resourceVersion. `expired` when the reader is too slow for the server. */
  listPages<T extends KubeObject>(resource: Resource<T>, options?: ListOptions): AsyncGenerator<List<T>>;
  /** One watch: ends when the server ends it. `reflect` is what follows a collection for good. */
  watch<T extends KubeObject>(resource: Resource<T>, options?: WatchOptions): AsyncGenerator<WatchEvent<T>>;
  /** apiVersion and kind are added; the namespace is the object's own. */
  create<T extends KubeObject>(resource: Resource<T>, object: T, options?: WriteOptions): Promise<T>;
  /** Replaces. With a resourceVersion in the object: only if it is still that one, otherwise `conflict`. */
  update<T extends KubeObject>(resource: Resource<T>, object: T, options?: WriteOptions): Promise<T>;
  patch<T extends KubeObject, Namespaced extends boolean = boolean>(
    resource: Resource<T, Namespaced>,
    name: NameIn<Namespaced>,
    patch: Patch<T>,
    options?: WriteOptions,
  ): Promise<T>;
  delete<T extends KubeObject, Namespaced extends boolean = boolean>(
    resource: Resource<T, Namespaced>,
    name: NameIn<Namespaced>,
    options?: DeleteOptions,
  ): Promise<void>;
  /** Deletes a pod if its disruption budgets allow; otherwise `too-many-requests`, which is not retried here. */
  evict(pod: NamespacedName, options?: DeleteOptions): Promise<void>;
  /** The answer's body as bytes, as they come: logs, a pod's proxy. Statuses from 400 on throw, as everywhere. */
  raw(request: RawRequest): Promise<RawResponse>;
}

/** What the runtime counts: one call for each HTTP request, also for each retry. */
export interface RequestDone {
  readonly method: string;
  readonly host: string;
  /** The HTTP status, or `<error>` where there was no answer. */
  readonly code: string;
  readonly durationMs: number;
}
