import { createHash } from 'node:crypto';
import { configMaps, namespaces } from '../../kube/objects/built-in.ts';
import { ApiError } from '../../kube/errors/api-error.ts';
import type { Client, WriteOptions } from '../../kube/client/client.ts';
import type { Discovery } from '../../kube/client/discover.ts';
import { apiVersionOf, keyOf, nameOf, type KubeObject, type Resource } from '../../kube/objects/resource.ts';
import { SYSTEM_NAMESPACE } from '../../model/names.ts';

/**
 * Which objects of a cluster are this realm's, in the way that kubectl has for it (ApplySets): each member carries the
 * set's id, and the set itself is a ConfigMap that says which kinds and namespaces to look in. So kubectl can prune the
 * same set, and what carries no id, or another, is never touched.
 */
const PART_OF = 'applyset.kubernetes.io/part-of';
const ID = 'applyset.kubernetes.io/id';
const KINDS = 'applyset.kubernetes.io/contains-group-kinds';
const NAMESPACES = 'applyset.kubernetes.io/additional-namespaces';
const TOOLING = 'applyset.kubernetes.io/tooling';
export const FIELD_MANAGER = 'civ';

export interface ApplySet {
  readonly id: string;
  readonly name: string;
}

export function applySetOf(realm: string): ApplySet {
  const name = `civ8s-realm-${realm}`;
  const digest = createHash('sha256').update(`${name}.${SYSTEM_NAMESPACE}.ConfigMap.`).digest('base64url');
  return { id: `applyset-${digest}-v1`, name };
}

export const asMember = ({ id }: ApplySet, object: KubeObject): KubeObject => ({
  ...object,
  metadata: { ...object.metadata, labels: { ...object.metadata?.labels, [PART_OF]: id } },
});

/** The set that an object belongs to, ours or somebody's. */
export const ownerOf = ({ metadata }: KubeObject): string | undefined => metadata?.labels?.[PART_OF];

/** The members that the cluster has, of the kinds that the set has held so far, read in pages. */
export async function* membersOf(client: Client, discovery: Discovery, { id, name }: ApplySet): AsyncGenerator<Member> {
  const parent = await client.get(configMaps, { namespace: SYSTEM_NAMESPACE, name }).catch(absent);
  const kinds = (parent?.metadata?.annotations?.[KINDS] ?? '').split(',').filter((kind) => kind !== '');
  for (const text of kinds) {
    const resource = await discovery.preferred(...groupAndKind(text)).catch(absent);
    if (resource === undefined) continue; // a kind that the cluster no longer has holds nothing
    const [apiVersion, { kind }] = [apiVersionOf(resource), resource];
    for await (const { items } of client.listPages(resource, { labelSelector: `${PART_OF}=${id}` }))
      for (const object of items) yield { resource, object: { apiVersion, kind, ...object } };
  }
}

export interface Member {
  readonly resource: Resource<KubeObject>;
  readonly object: KubeObject;
}

/** Says what the set is about to hold, and still holds: before the first write, so that a run that is cut loses nothing. */
export async function declareSet(
  client: Client,
  { id, name }: ApplySet,
  objects: readonly KubeObject[],
  options: WriteOptions,
): Promise<void> {
  const kinds = [...new Set(objects.map(groupKind))].sort();
  const spaces = [
    ...new Set(
      objects
        .map(({ metadata }) => metadata?.namespace)
        .filter((space): space is string => space !== undefined && space !== SYSTEM_NAMESPACE),
    ),
  ].sort((a, b) => (a < b ? -1 : 1));
  const apply = {
    metadata: {
      name,
      namespace: SYSTEM_NAMESPACE,
      labels: { [ID]: id },
      annotations: { [TOOLING]: 'civ/v1', [KINDS]: kinds.join(','), ...(spaces.length > 0 ? { [NAMESPACES]: spaces.join(',') } : {}) },
    },
  };
  await client.patch(
    configMaps,
    { namespace: SYSTEM_NAMESPACE, name },
    { apply, force: true },
    { fieldManager: FIELD_MANAGER, ...options },
  );
}

/** The set lives in our own namespace, which a realm without the system part does not bring. */
export async function ensureSystemNamespace(client: Client, options: WriteOptions): Promise<void> {
  const there = await client.get(namespaces, { name: SYSTEM_NAMESPACE }).catch(absent);
  if (there === undefined) await client.create(namespaces, { metadata: { name: SYSTEM_NAMESPACE } }, options);
}

/** The namespace that the sets themselves live in is never pruned: other realms' sets are there too. */
export const staysAnyway = (object: KubeObject): boolean => identityOf(object) === `Namespace ${SYSTEM_NAMESPACE}`;

/** The same for what is one object, in whatever version. */
export const identityOf = (object: KubeObject): string => `${object.kind ?? ''} ${keyOf(object)}`;

export async function prune(client: Client, { resource, object }: Member, options: { readonly dryRun: boolean }): Promise<void> {
  const uid = object.metadata?.uid;
  await client
    .delete(resource, nameOf(object), { ...(uid === undefined ? {} : { uid }), propagation: 'Background', ...options })
    .catch(absent);
}

/** `Deployment.apps`, `ConfigMap`: as an ApplySet names kinds. */
const groupKind = ({ apiVersion = '', kind = '' }: KubeObject): string =>
  apiVersion.includes('/') ? `${kind}.${apiVersion.split('/')[0] ?? ''}` : kind;

function groupAndKind(text: string): [group: string, kind: string] {
  const [kind = '', ...group] = text.split('.');
  return [group.join('.'), kind];
}

/** What a question for something that is not there is answered with. */
export function absent(error: unknown): undefined {
  if (!ApiError.is(error, 'not-found')) throw error;
  return undefined;
}
