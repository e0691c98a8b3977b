import { equal } from '../../ground/json/equal.ts';
import { ApiError } from '../../kube/errors/api-error.ts';
import type { Client } from '../../kube/client/client.ts';
import type { Discovery } from '../../kube/client/discover.ts';
import { keyOf, nameOf, type KubeObject, type Resource } from '../../kube/objects/resource.ts';
import { asMember, FIELD_MANAGER, membersOf, ownerOf, surplusOf, type ApplySet } from './apply-set.ts';
import { CommandFailure } from '../run-command.ts';
import { withWorkers, workersToHandOver } from './hand-over.ts';

/** What an apply would do to one object, and what the object would be. */
export interface PlannedObject {
  readonly does: 'create' | 'change' | 'leave' | 'prune' | 'replace';
  /** `deployment.apps/woodworker` */
  readonly title: string;
  readonly resource: Resource<KubeObject>;
  /** What is applied; what is there, for a prune. */
  readonly object: KubeObject;
  readonly live?: KubeObject;
  readonly after?: KubeObject;
  /** For a replace: the fields that cannot be changed, `spec.selector`. */
  readonly fixed?: string;
  /** The workers that are left to demand by this apply, and must be handed over before it. */
  readonly workers?: number;
}

/** Asks the server, by dry runs, what an apply would do. Nothing is written. */
export async function planApply(
  client: Client,
  discovery: Discovery,
  set: ApplySet,
  objects: readonly KubeObject[],
): Promise<readonly PlannedObject[]> {
  const planned: PlannedObject[] = [];
  for (const object of objects) planned.push(await planOne(client, discovery, set, object));
  const members = await membersOf(client, discovery, set);
  const surplus = surplusOf(members, objects).map(({ resource, object }): PlannedObject => ({
    does: 'prune',
    title: titleOf(resource, object),
    resource,
    object,
    live: object,
  }));
  return [...planned, ...surplus];
}

async function planOne(client: Client, discovery: Discovery, set: ApplySet, wanted: KubeObject): Promise<PlannedObject> {
  const resource = await discovery.find(wanted.apiVersion ?? '', wanted.kind ?? '');
  const object = asMember(set, wanted);
  const title = titleOf(resource, object);
  const live = await client.get(resource, nameOf(object)).catch((error: unknown) => {
    if (!ApiError.is(error, 'not-found')) throw error;
    return undefined;
  });
  if (live === undefined) return { does: 'create', title, resource, object, after: object };
  const owner = ownerOf(live);
  if (owner !== undefined && owner !== set.id)
    throw new CommandFailure(
      `cannot apply ${title}${where(object)}: it belongs to another set of objects (${owner}): give the realm other names, or delete it there first`,
    );
  const workers = workersToHandOver(resource, live, object);
  const apply = workers === undefined ? object : withWorkers(object, workers);
  const after = await client
    .patch(resource, nameOf(object), { apply, force: true }, { fieldManager: FIELD_MANAGER, dryRun: true })
    .catch((error: unknown) => {
      const fixed = fixedFields(error);
      if (fixed === undefined) throw error;
      return { fixed };
    });
  if ('fixed' in after) return { does: 'replace', title, resource, object, live, after: asReplaced(live, object), fixed: after.fixed };
  const does = equal(said(live), said(after)) ? 'leave' : 'change';
  return { does, title, resource, object, live, after, ...(workers === undefined ? {} : { workers }) };
}

/** Which fields stand against a change, where it is only that they were settled when the object was made. */
function fixedFields(error: unknown): string | undefined {
  if (
    !ApiError.is(error, 'invalid') ||
    error.causes.length === 0 ||
    !error.causes.every(({ message = '' }) => message.endsWith('field is immutable'))
  )
    return undefined;
  return [...new Set(error.causes.map(({ field = '' }) => field))].join(', ');
}

/** What the object will be, as far as that can be told without the server: what is not applied stays as it was set by default. */
const asReplaced = (live: KubeObject, object: KubeObject): KubeObject => ({
  ...live,
  ...object,
  metadata: { ...live.metadata, ...object.metadata },
  ...('spec' in live && 'spec' in object ? { spec: Object.assign({}, live.spec, object.spec) } : {}),
});

/** `deployment.apps/woodworker`, as kubectl names what it has done something to. */
const titleOf = ({ group, kind }: Resource<KubeObject>, { metadata }: KubeObject): string =>
  `${kind.toLowerCase()}${group === '' ? '' : `.${group}`}/${metadata?.name ?? ''}`;
export const where = (object: KubeObject): string =>
  object.metadata?.namespace === undefined ? '' : ` of ${keyOf(object).split('/')[0] ?? ''}`;

/** What a server notes about a write; and a status is not ours. */
const NOTED = new Set(['managedFields', 'resourceVersion', 'generation', 'creationTimestamp', 'uid', 'selfLink']);

/** An object as far as it is said by people. */
export function said(object: KubeObject): KubeObject {
  const metadata = Object.fromEntries(Object.entries(object.metadata ?? {}).filter(([field]) => !NOTED.has(field)));
  return { ...Object.fromEntries(Object.entries(object).filter(([field]) => field !== 'status')), metadata };
}
