import type { KubeManifest } from '../../../kube/objects/manifest.ts';
import { apiVersionOf, keyOfName, type KubeObject, type NamespacedName, type Resource } from '../../../kube/objects/resource.ts';

/** What is owned by whom. */
export interface OwnedBy {
  readonly owner: Resource<KubeObject>;
  readonly resources: readonly Resource<KubeObject>[];
  /** The value of the label that all children have. */
  readonly mark: string;
}

/** A child as it is to be applied. */
export interface WishedChild {
  readonly resource: Resource<KubeObject>;
  readonly name: NamespacedName;
  readonly object: KubeManifest;
}

/** On everything that a controller owns: by it they are followed. Its value is the controller's name. */
export const OWNED_LABEL = 'civ8s.dev/controller';

/** A child as it is to be applied: with its owner, the label, and the owner's namespace where it names none. */
export function childOf(owner: KubeObject, wish: KubeManifest, { owner: kind, resources, mark }: OwnedBy): WishedChild {
  const { name = '', namespace = owner.metadata?.namespace, labels, ...metadata } = wish.metadata ?? {};
  const resource = resources.find((each) => apiVersionOf(each) === wish.apiVersion && each.kind === wish.kind);
  const title = `the child ${wish.kind} ${name}`;
  if (resource === undefined)
    throw new TypeError(`${title} is of no resource that is owned: add it to the second argument of owns, and give it apiVersion and kind`);
  if (name === '') throw new TypeError(`${title} has no name: give one that is derived from the owner's`);
  if (kind.namespaced && namespace !== owner.metadata?.namespace)
    throw new TypeError(
      `${title} is in the namespace ${namespace ?? ''}, and its owner is not: an owner owns what is in its own namespace`,
    );
  const reference = { apiVersion: apiVersionOf(kind), kind: kind.kind, name: owner.metadata?.name ?? '', uid: owner.metadata?.uid ?? '' };
  const object = {
    ...wish,
    metadata: {
      ...metadata,
      name,
      ...(resource.namespaced && { namespace }),
      labels: { ...labels, [OWNED_LABEL]: mark },
      ownerReferences: [...(metadata.ownerReferences ?? []), { ...reference, controller: true }],
    },
  };
  return { resource, name: { namespace: resource.namespaced ? namespace : undefined, name }, object };
}

/** Who owns it, as its controller. */
const controllerOf = ({ metadata }: KubeObject) => metadata?.ownerReferences?.find(({ controller }) => controller === true);

/** The uid of its owner, for an index. */
export const ownerUids = (child: KubeObject): readonly string[] => {
  const uid = controllerOf(child)?.uid;
  return uid === undefined ? [] : [uid];
};

/** The key of its owner, if that is of this kind in whatever version. */
export const ownerKeys = ({ group, kind, namespaced }: Resource<KubeObject>) => {
  const isOfGroup = (apiVersion: string): boolean => apiVersion.slice(0, Math.max(0, apiVersion.indexOf('/'))) === group;
  return (child: KubeObject): readonly string[] => {
    const owner = controllerOf(child);
    if (owner?.kind !== kind || !isOfGroup(owner.apiVersion)) return [];
    return [keyOfName({ namespace: namespaced ? child.metadata?.namespace : undefined, name: owner.name })];
  };
};
