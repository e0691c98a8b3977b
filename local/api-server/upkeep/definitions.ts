import { isJsonObject, listOrEmpty, objectOrEmpty, textOrEmpty, type Json, type JsonObject } from '../../../ground/json/json.ts';
import { onAbort } from '../../../ground/time/abort.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import type { FieldSchema } from '../contracts/schema-source.ts';
import { trackUpdate } from '../patch/managed-fields.ts';
import { customResourcesOf } from '../schema/custom.ts';
import { collectionOf } from '../registry.ts';
import { keyOf, type StoreChange } from '../store/store.ts';
import { DEFINITIONS } from '../verbs/once-redefined.ts';
import { timestamp } from '../../../ground/time/rfc3339.ts';
import type { ServerParts } from '../verbs/request.ts';
import { deleteAsSystem } from './deletions.ts';
import { createTasks } from './task.ts';

const CLEANUP = 'customresourcecleanup.apiextensions.k8s.io';

const conditionsOf = (definition: StoredObject): readonly Json[] => {
  const status = definition['status'];
  const conditions = isJsonObject(status) ? status['conditions'] : undefined;
  return listOrEmpty(conditions);
};

const holds = (definition: StoredObject, type: string) =>
  conditionsOf(definition).some((condition) => isJsonObject(condition) && condition['type'] === type && condition['status'] === 'True');

/** A definition that is served from now on, and says so. */
function established(definition: StoredObject, schema: FieldSchema, now: number): StoredObject {
  const condition = (type: string, reason: string, message: string) => ({
    type,
    status: 'True',
    lastTransitionTime: timestamp(now),
    reason,
    message,
  });
  const spec = definition['spec'] as JsonObject;
  const served: StoredObject = {
    ...definition,
    status: {
      ...objectOrEmpty(definition['status']),
      conditions: [
        condition('NamesAccepted', 'NoConflicts', 'no conflicts found'),
        condition('Established', 'InitialNamesAccepted', 'the initial names have been accepted'),
      ],
      acceptedNames: spec['names'],
    },
  };
  return trackUpdate(definition, served, schema, { manager: 'kube-apiserver', subresource: 'status', time: timestamp(now) });
}

const schemaOfDefinitions = ({ registry }: ServerParts): FieldSchema =>
  registry.served().find(({ resource }) => resource.plural === 'customresourcedefinitions')?.schema.fields ?? {};

/** Serves what definitions define, and cleans up after those that are deleted. */
export function serveDefinitions(cluster: ServerParts, report: (error: unknown) => void, signal: AbortSignal): void {
  const { store, registry, clock } = cluster;
  const definitions = store.collection(DEFINITIONS);

  const end = (definition: StoredObject): void => {
    const spec = objectOrEmpty(definition['spec']);
    const names = objectOrEmpty(spec['names']);
    const group = textOrEmpty(spec['group']);
    const served = registry.served().find(({ resource }) => resource.group === group && resource.plural === names['plural']);
    const collection = served && store.collection(collectionOf(served.resource));
    for (const key of collection?.keys('') ?? []) {
      const object = collection?.get(key);
      if (served && object && object.metadata.deletionTimestamp === undefined) deleteAsSystem(cluster, served, object);
    }
    if (collection && collection.size > 0) return;
    const { finalizers = [], ...metadata } = definition.metadata;
    const left = finalizers.filter((each) => each !== CLEANUP);
    if (left.length < finalizers.length)
      store.put(DEFINITIONS, keyOf(undefined, metadata.name ?? ''), {
        ...definition,
        metadata: left.length === 0 ? metadata : { ...metadata, finalizers: left },
      });
    if (left.length === 0) store.remove(DEFINITIONS, keyOf(undefined, metadata.name ?? ''));
  };

  const tasks = createTasks(
    (key) => {
      const definition = definitions.get(key);
      if (!definition) return;
      if (definition.metadata.deletionTimestamp !== undefined) end(definition);
      else if (!holds(definition, 'Established'))
        store.put(DEFINITIONS, key, established(definition, schemaOfDefinitions(cluster), clock()));
    },
    report,
    signal,
  );

  const unsubscribe = store.subscribe(({ collection, type, key, object }: StoreChange) => {
    if (collection === DEFINITIONS) {
      registry.define(key, type !== 'DELETED' && holds(object, 'Established') ? customResourcesOf(object) : []);
      if (type !== 'DELETED') tasks.add(key);
    } else if (type === 'DELETED') {
      // The last object of a definition that waits for it.
      const definition = definitions.get(keyOf(undefined, collection));
      if (definition?.metadata.deletionTimestamp !== undefined) tasks.add(keyOf(undefined, collection));
    }
  });
  onAbort(signal, unsubscribe);
}
