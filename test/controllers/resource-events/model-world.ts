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

/** The version before anything has happened; each event has the next. */
const BEFORE = 100;

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
  const now = new Map<string, KubeObject>();
  const next = (): number => (events.at(-1)?.version ?? BEFORE) + 1;
  return {
    get version() {
      return events.at(-1)?.version ?? BEFORE;
    },
    apply(name, what) {
      const version = next();
      const known = now.get(name);
      const uid = known?.metadata?.uid ?? `uid-${(uids += 1)}`;
      const spec = known !== undefined && what === 'status' ? specOf(known) : version;
      const metadata = { name, namespace: 'default', uid, resourceVersion: String(version) };
      const object = { metadata, spec, status: version } as KubeObject;
      now.set(name, object);
      events.push({ version, type: 'applied', object });
    },
    delete(name) {
      const known = now.get(name);
      if (known === undefined) return;
      now.delete(name);
      const version = next();
      events.push({ version, type: 'deleted', object: { ...known, metadata: { ...known.metadata, resourceVersion: String(version) } } });
    },
    after: (version) => events.slice(Math.max(0, version - BEFORE)),
    at,
  };
}
