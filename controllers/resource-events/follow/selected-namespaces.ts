import { onAbort } from '../../../ground/time/abort.ts';
import type { Clock } from '../../../ground/time/clock.ts';
import { createConditions } from '../../../ground/time/condition.ts';
import type { Client } from '../../../kube/client/client.ts';
import { reflect } from '../../../kube/follow/reflect.ts';
import { createStore } from '../../../kube/follow/store.ts';
import { namespaces } from '../../../kube/objects/built-in.ts';
import { metadataOf, type KubeObject } from '../../../kube/objects/resource.ts';
import type { Log } from '../../runtime/tell/log.ts';

/** A namespace has come to be selected, or is not any more. */
export interface NamespaceTurn {
  readonly namespace: string;
  readonly selected: boolean;
}

/** The namespaces whose labels a selector wants, at the moment. */
export interface SelectedNamespaces {
  /** What has no namespace is always selected. */
  has(object: KubeObject): boolean;
  /** Resolves once they are known, or when `signal` aborts. */
  known(signal: AbortSignal): Promise<void>;
  /** What comes and goes from now on, until `signal` aborts. */
  turns(signal: AbortSignal): AsyncIterator<NamespaceTurn>;
  run(signal: AbortSignal): Promise<void>;
  problems(): readonly string[];
}

export interface SelectedNamespacesOptions {
  readonly client: Client;
  readonly labelSelector: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
}

const trimmed = ({ metadata }: KubeObject): KubeObject => ({
  metadata: { name: metadata?.name, uid: metadata?.uid, resourceVersion: metadata?.resourceVersion },
});

export function createSelectedNamespaces({ client, labelSelector, clock, random, log }: SelectedNamespacesOptions): SelectedNamespaces {
  const { store, write } = createStore<KubeObject>();
  const readers = new Set<NamespaceTurn[]>();
  const conditions = createConditions();
  return {
    has: ({ metadata }) => metadata?.namespace === undefined || metadata.namespace === '' || store.get(metadata.namespace) !== undefined,
    known: (signal) => store.whenSynced(signal),
    async *turns(signal) {
      const waiting: NamespaceTurn[] = [];
      readers.add(waiting);
      const forget = onAbort(signal, () => readers.delete(waiting));
      for (;;) {
        await conditions.when(() => waiting.length > 0, signal);
        const turn = waiting.shift();
        if (turn === undefined) break;
        yield turn;
      }
      forget();
    },
    async run(signal) {
      const onError = (error: unknown, pauseMs: number): void => {
        if (pauseMs > 0) log.warn({ error, retryMs: Math.round(pauseMs) }, 'cannot tell which namespaces are selected');
      };
      for await (const change of reflect(client, metadataOf(namespaces), {
        labelSelector,
        transform: trimmed,
        signal,
        clock,
        random,
        onError,
      }))
        for (const { type, object } of write(change)) {
          if (type === 'updated') continue;
          for (const waiting of readers) waiting.push({ namespace: object.metadata?.name ?? '', selected: type === 'added' });
          conditions.changed();
        }
    },
    problems: () => (store.synced ? [] : ['which namespaces are selected is not known yet']),
  };
}
