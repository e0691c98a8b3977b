import { equal } from '../../ground/json/equal.ts';
import { sideBySide } from '../../ground/time/side-by-side.ts';
import { ApiError } from '../../kube/errors/api-error.ts';
import type { Client } from '../../kube/client/client.ts';
import type { Discovery } from '../../kube/client/discover.ts';
import { apiVersionOf, keyOf, nameOf, type KubeObject, type Resource } from '../../kube/objects/resource.ts';
import { absent, asMember, FIELD_MANAGER, identityOf, membersOf, ownerOf, staysAnyway, type ApplySet } from './apply-set.ts';
import { CommandFailure } from '../run-command.ts';
import { withWorkers, workersToHandOver } from './hand-over.ts';
import { isApplied } from './is-applied.ts';

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

/** What one object is to be. */
type WishedObject = Pick<PlannedObject, 'title' | 'resource' | 'object'>;

/** So many requests are under way at a time. */
export const MOST_REQUESTS = 16;

/**
 * Says what an apply would do. What the set has already is read in pages and compared with what is wished; only where that does not
 * decide is the server asked, by a dry run. Nothing is written.
 */
export async function planApply(
  client: Client,
  discovery: Discovery,
  set: ApplySet,
  objects: readonly KubeObject[],
): Promise<readonly PlannedObject[]> {
  const wishes = await Promise.all(objects.map((wanted) => wishOf(discovery, set, wanted)));
  const { leftAsIs, different, surplus } = await compareMembers(client, discovery, set, wishes);
  const missingSpaces = new Set<string>();
  const plans = new Map<WishedObject, PlannedObject>([...leftAsIs].map((wish) => [wish, { does: 'leave', ...wish }]));
  const plan = async (wish: WishedObject): Promise<void> => {
    const { resource, object } = wish;
    const live =
      different.get(wish) ?? (isMissing(object, missingSpaces) ? undefined : await client.get(resource, nameOf(object)).catch(absent));
    if (live === undefined && isNamespace(wish)) missingSpaces.add(object.metadata?.name ?? '');
    plans.set(wish, await planOne(client, set, wish, live));
  };
  const unknown = wishes.filter((wish) => !leftAsIs.has(wish));
  for (const each of [unknown.filter(isNamespace), unknown.filter((wish) => !isNamespace(wish))])
    await sideBySide(each, MOST_REQUESTS, plan);
  return [...wishes.flatMap((wish) => plans.get(wish) ?? []), ...surplus];
}

async function wishOf(discovery: Discovery, set: ApplySet, wanted: KubeObject): Promise<WishedObject> {
  const resource = await discovery.find(wanted.apiVersion ?? '', wanted.kind ?? '');
  const object = asMember(set, wanted);
  return { resource, object, title: titleOf(resource, object) };
}

export const isNamespace = ({ resource: { group, kind } }: WishedObject): boolean => group === '' && kind === 'Namespace';

/** What stands in a namespace that is not there is not there either. */
const isMissing = ({ metadata }: KubeObject, missingSpaces: ReadonlySet<string>): boolean =>
  metadata?.namespace !== undefined && missingSpaces.has(metadata.namespace);

interface ComparedMembers {
  readonly leftAsIs: ReadonlySet<WishedObject>;
  /** Those of which it is not certain that nothing would change, with what is there. */
  readonly different: ReadonlyMap<WishedObject, KubeObject>;
  readonly surplus: readonly PlannedObject[];
}

/** A page at a time: of what is as it is wished, nothing is kept. */
async function compareMembers(
  client: Client,
  discovery: Discovery,
  set: ApplySet,
  wishes: readonly WishedObject[],
): Promise<ComparedMembers> {
  const byIdentity = new Map(wishes.map((wish) => [identityOf(wish.object), wish]));
  const leftAsIs = new Set<WishedObject>();
  const different = new Map<WishedObject, KubeObject>();
  const surplus: PlannedObject[] = [];
  for await (const { resource, object } of membersOf(client, discovery, set)) {
    const wish = byIdentity.get(identityOf(object));
    if (wish === undefined) {
      if (!staysAnyway(object)) surplus.push({ does: 'prune', title: titleOf(resource, object), resource, object, live: object });
    } else if (apiVersionOf(wish.resource) === apiVersionOf(resource)) {
      if (isApplied(object, wish.object, FIELD_MANAGER)) leftAsIs.add(wish);
      else different.set(wish, object);
    }
  }
  return { leftAsIs, different, surplus };
}

async function planOne(client: Client, set: ApplySet, wish: WishedObject, live: KubeObject | undefined): Promise<PlannedObject> {
  const { resource, object, title } = wish;
  if (live === undefined) return { does: 'create', ...wish, after: object };
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
  if ('fixed' in after) return { does: 'replace', ...wish, live, after: asReplaced(live, object), fixed: after.fixed };
  const does = equal(said(live), said(after)) ? 'leave' : 'change';
  return { does, ...wish, live, after, ...(workers === undefined ? {} : { workers }) };
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
