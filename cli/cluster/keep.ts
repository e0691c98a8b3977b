import type { Client, Selection } from '../../kube/client/client.ts';
import { follow } from '../../kube/follow/follow.ts';
import { reflect } from '../../kube/follow/reflect.ts';
import type { KubeObject, Resource } from '../../kube/objects/resource.ts';
import { createStore, type Store } from '../../kube/follow/store.ts';
import type { Conditions } from '../../ground/time/condition.ts';

export interface Kept<T extends KubeObject> {
  readonly store: Store<T>;
  /** Resolves when it is kept no more. */
  readonly over: Promise<void>;
}

/** Keeps a collection at hand, up to date until `signal` aborts; `conditions` are told of each change. */
export function keep<T extends KubeObject>(
  client: Client,
  resource: Resource<T>,
  { conditions, ...options }: Selection & { readonly signal: AbortSignal; readonly conditions: Conditions },
): Kept<T> {
  const writer = createStore<T>();
  const run = async (): Promise<void> => {
    for await (const _ of follow(reflect(client, resource, options), writer)) conditions.changed();
  };
  return { store: writer.store, over: run() };
}
