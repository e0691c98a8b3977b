import type { KubeObject } from '../../../kube/objects/resource.ts';

/** What happened in a cluster, at a version. */
interface WorldEvent {
  readonly version: number;
  readonly type: 'applied' | 'deleted';
  readonly object: KubeObject;
}

/** A cluster with one resource, that remembers everything: for tests of what is made of it. */
export interface World {
  readonly version: number;
  /** Creates an object of that name, changes it, or changes what nobody looks at. */
  apply(name: string, what: 'spec' | 'status'): void;
  delete(name: string): void;
  after(version: number): readonly WorldEvent[];
  /** All that was there at that version. */
  at(version: number): readonly KubeObject[];
}

export const specOf = (object: unknown): unknown => (object as { readonly spec?: unknown }).spec;

export function createWorld(): World {
  const events: WorldEvent[] = [];
  let uids = 0;
  const at = (version: number): readonly KubeObject[] => {
    const objects = new Map<string, KubeObject>();
    for (const event of events.filter((each) => each.version <= version)) {
      const { name = '' } = event.object.metadata ?? {};
      if (event.type === 'applied') objects.set(name, event.object);
      else objects.delete(name);
    }
    return [...objects.values()];
  };
  const now = (name: string): KubeObject | undefined => at(Infinity).find(({ metadata }) => metadata?.name === name);
  const next = (): number => (events.at(-1)?.version ?? 100) + 1;
  return {
    get version() {
      return events.at(-1)?.version ?? 100;
    },
    apply(name, what) {
      const version = next();
      const known = now(name);
      const uid = known?.metadata?.uid ?? `uid-${(uids += 1)}`;
      const spec = known !== undefined && what === 'status' ? specOf(known) : version;
      const metadata = { name, namespace: 'default', uid, resourceVersion: String(version) };
      events.push({ version, type: 'applied', object: { metadata, spec, status: version } as KubeObject });
    },
    delete(name) {
      const known = now(name);
      if (known === undefined) return;
      const version = next();
      events.push({ version, type: 'deleted', object: { ...known, metadata: { ...known.metadata, resourceVersion: String(version) } } });
    },
    after: (version) => events.filter((event) => event.version > version),
    at,
  };
}
