import type { Controller, Reconcile } from '../../../controllers/runtime/definition.ts';
import type { Client } from '../../../kube/client/client.ts';
import { ApiError } from '../../../kube/errors/api-error.ts';
import type { Store } from '../../../kube/follow/store.ts';
import { configMaps, type ConfigMap } from '../../../kube/objects/built-in.ts';
import { keyOf, nameOfKey, type NamespacedName } from '../../../kube/objects/resource.ts';

/** What each of the controllers below cares for: a ConfigMap with a page, beside which another one is to be. */
export const SITE = { namespace: 'shop', name: 'site' };
const PAGE = { namespace: 'shop', name: 'page' };
export const site = (html: string, metadata: object = {}): ConfigMap => ({
  metadata: { ...SITE, labels: { is: 'site' }, ...metadata },
  data: { html },
});

const WRITES = { verbs: ['create', 'patch', 'delete'], resource: configMaps, without: 'no page is there' };

/** `work` is called once for each process, which may remember something. */
const controller = (name: string, work: (sites: () => Store<ConfigMap>) => Reconcile | Work): Controller => ({
  name,
  summary: '',
  flags: {},
  rights: () => [WRITES],
  setUp({ follow }) {
    const made = work(() => sites);
    const { reconcile, onDelete }: Work = typeof made === 'function' ? { reconcile: made } : made;
    const sites = follow(configMaps, {
      labelSelector: 'is=site',
      keys({ type, object }) {
        if (type === 'deleted') onDelete?.(keyOf(object));
        return [keyOf(object)];
      },
    });
    return reconcile;
  },
});

/** What may hear of deletions as well. */
interface Work {
  readonly reconcile: Reconcile;
  readonly onDelete?: (key: string) => void;
}

const ownedBy = ({ metadata }: ConfigMap) => [
  { apiVersion: 'v1', kind: 'ConfigMap', name: metadata?.name ?? '', uid: metadata?.uid ?? '' },
];
const page = (of: ConfigMap, metadata: object = {}): ConfigMap => ({ metadata: { ...PAGE, ...metadata }, data: of.data });
const annotate = (client: Client, key: string, annotations: object) =>
  client.patch(configMaps, nameOfKey(key), { merge: { metadata: { annotations } } });
const remove = (client: Client, name: NamespacedName): Promise<void> =>
  client.delete(configMaps, name).catch((error: unknown) => {
    if (!ApiError.is(error, 'not-found')) throw error;
  });

/** Remembers by its name what is done, so that another object of that name counts as done. */
export const nameForUid = controller('name-for-uid', (sites) => {
  const done = new Map<string, string>();
  return {
    async reconcile(key, { client }) {
      const found = sites().get(key);
      const html = found?.data?.['html'] ?? '';
      if (found === undefined) done.delete(key);
      if (found === undefined || done.get(key) === html) return 'on-change';
      await client.patch(configMaps, PAGE, { apply: page(found, { ownerReferences: ownedBy(found) }) });
      done.set(key, html);
      return 'on-change';
    },
  };
});

/** Makes an object whose name the server chooses, and only then notes that it is there. */
export const nameMadeTwice = controller('name-made-twice', (sites) => async (key, { client }) => {
  const found = sites().get(key);
  if (found === undefined || found.metadata?.annotations?.['page'] !== undefined) return 'on-change';
  const { namespace } = SITE;
  const made = await client.create(configMaps, { metadata: { namespace, generateName: 'page-', ownerReferences: ownedBy(found) } });
  await annotate(client, key, { page: made.metadata?.name });
  return 'on-change';
});

/** Lets go of the object before it has cleaned up after it. */
export const lettingGoFirst = controller('letting-go-first', (sites) => async (key, { client }) => {
  const found = sites().get(key);
  if (found === undefined) return 'on-change';
  if (found.metadata?.deletionTimestamp !== undefined) {
    await client.patch(configMaps, nameOfKey(key), { merge: { metadata: { finalizers: [] } } });
    await remove(client, PAGE);
    return 'on-change';
  }
  if (found.metadata?.finalizers === undefined)
    await client.patch(configMaps, nameOfKey(key), { merge: { metadata: { finalizers: ['example.com/page'] } } });
  await client.patch(configMaps, PAGE, { apply: page(found) });
  return 'on-change';
});

/** Cleans up because it has heard of the deletion, and not because something is there that should not be. */
export const onTheEdge = controller('on-the-edge', (sites) => {
  const heard = new Set<string>();
  return {
    onDelete: (key) => void heard.add(key),
    async reconcile(key, { client }) {
      const found = sites().get(key);
      if (found !== undefined) await client.patch(configMaps, PAGE, { apply: page(found) });
      else if (heard.has(key)) await remove(client, PAGE);
      heard.delete(key);
      return 'on-change';
    },
  };
});

/** Adds to a number, and then notes that it did. */
export const addingUp = controller('adding-up', (sites) => async (key, { client }) => {
  const found = sites().get(key);
  if (found === undefined || found.metadata?.annotations?.['counted'] !== undefined) return 'on-change';
  const { data } = await client.get(configMaps, PAGE).catch((): ConfigMap => ({}));
  const count = String(Number(data?.['count'] ?? 0) + 1);
  await client.patch(configMaps, PAGE, { apply: { metadata: PAGE, data: { count } } });
  await annotate(client, key, { counted: 'yes' });
  return 'on-change';
});

/** Says that it is done, and then does it. */
export const saidBeforeDone = controller('said-before-done', (sites) => async (key, { client }) => {
  const found = sites().get(key);
  const html = found?.data?.['html'] ?? '';
  if (found === undefined || found.metadata?.annotations?.['served'] === html) return 'on-change';
  await annotate(client, key, { served: html });
  await client.patch(configMaps, PAGE, { apply: page(found, { ownerReferences: ownedBy(found) }) });
  return 'on-change';
});

/** Has a page replaced that is an old one: whatever has its name is deleted. */
export const deletingByName = (withUid = false): Controller => ({
  name: 'deleting-by-name',
  summary: '',
  flags: {},
  rights: () => [WRITES],
  setUp({ follow }) {
    const maps = follow(configMaps, { namespaces: ['shop'], keys: () => ['page'] });
    return async (_, { client }) => {
      const [wished, there] = [maps.get(keyOf({ metadata: SITE })), maps.get(keyOf({ metadata: PAGE }))];
      if (wished === undefined || there === undefined || wished.data?.['html'] === there.data?.['html']) return 'on-change';
      await client.delete(configMaps, PAGE, withUid ? { uid: there.metadata?.uid } : {});
      return 'on-change';
    };
  },
});

/** What has the page made again whenever it is gone, as a StatefulSet does with pods. */
export const remaking: Controller = {
  name: 'remaking',
  summary: '',
  flags: {},
  rights: () => [WRITES],
  setUp({ follow }) {
    const maps = follow(configMaps, { namespaces: ['shop'], keys: () => ['page'] });
    return async (_, { client }) => {
      const wished = maps.get(keyOf({ metadata: SITE }));
      if (wished !== undefined && maps.get(keyOf({ metadata: PAGE })) === undefined) await client.create(configMaps, page(wished));
      return 'on-change';
    };
  },
};

/** Tries again at once, whatever has failed. */
export const withoutBackOff = controller('without-back-off', (sites) => async (key, { client }) => {
  const found = sites().get(key);
  if (found === undefined || found.metadata?.annotations?.['served'] !== undefined) return 'on-change';
  try {
    await client.patch(configMaps, PAGE, { apply: page(found, { ownerReferences: ownedBy(found) }) });
    await annotate(client, key, { served: 'yes' });
    return 'on-change';
  } catch {
    return { afterMs: 0 };
  }
});
