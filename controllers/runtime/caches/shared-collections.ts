import type { Index } from '../../../kube/follow/indexed-map.ts';
import type { KubeObject, Resource } from '../../../kube/objects/resource.ts';
import type { SharedOptions, Opened } from './followed.ts';

/** What is followed, and how it is kept. */
export interface Shape<T extends KubeObject> {
  readonly resource: Resource<T>;
  readonly namespace: string | undefined;
  readonly options: SharedOptions<T>;
  readonly indexes: Readonly<Record<string, Index<T>>>;
}

/** The collections that there are already: what is followed alike, and kept alike, is one. */
export interface SharedCollections {
  /** The collection of that shape, with these indexes; `open` makes it where there is none. */
  take<T extends KubeObject>(shape: Shape<T>, open: () => Opened<T>): Opened<T>;
}

interface Kept {
  readonly transform: unknown;
  readonly indexes: Map<string, unknown>;
  readonly opened: unknown;
}

export function createSharedCollections(): SharedCollections {
  const byShape = new Map<string, Kept[]>();
  return {
    take<T extends KubeObject>(shape: Shape<T>, open: () => Opened<T>) {
      const alike = byShape.get(textOf(shape)) ?? [];
      const found = alike.find((kept) => fits(kept, shape)) ?? { transform: shape.options.transform, indexes: new Map(), opened: open() };
      if (!alike.includes(found)) byShape.set(textOf(shape), [...alike, found]);
      const opened = found.opened as Opened<T>; // of one resource, and so of one type
      for (const [name, valuesOf] of Object.entries(shape.indexes)) {
        if (!found.indexes.has(name)) opened.index(name, valuesOf);
        found.indexes.set(name, valuesOf);
      }
      return opened;
    },
  };
}

/** Two indexes of one name that find different things are of two collections. */
const fits = <T extends KubeObject>({ transform, indexes: known }: Kept, { options, indexes }: Shape<T>): boolean =>
  transform === options.transform && Object.entries(indexes).every(([name, valuesOf]) => !known.has(name) || known.get(name) === valuesOf);

const textOf = <T extends KubeObject>({ resource, namespace, options }: Shape<T>): string => {
  const { group, version, plural, representation } = resource;
  const { labelSelector, fieldSelector, optional = false } = options;
  return JSON.stringify([group, version, plural, representation, namespace ?? '', labelSelector ?? '', fieldSelector ?? '', optional]);
};
