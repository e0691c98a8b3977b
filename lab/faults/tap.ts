import type { Fault, FaultMoment, Faults } from '../../local/api-server/faults/faults.ts';
import type { ObjectStore, StoreChange } from '../../local/api-server/store/store.ts';
import { createMaskedNames } from './masked-names.ts';

/** A request of the controllers that writes. */
export interface SeenWrite {
  /** Its place among all of them, from 1. */
  readonly number: number;
  /** As it arrived: `apply services shop/hello`. That of a new object has no name, which is in its body alone. */
  readonly what: string;
  /** The same, with the name of the new object; one that the server made ends in `*`. */
  readonly title: string;
  /** How many have arrived that read the same, itself included. */
  readonly nth: number;
  /** What it changed. */
  readonly changes: readonly StoreChange[];
}

/** What goes wrong at a moment of the controllers' requests. `write`: the one that it belongs to, if any. */
export type Meddle = (moment: FaultMoment, write: SeenWrite | undefined) => Fault | Promise<Fault>;

/** Everything that the controllers send, and everything that is created and deleted, from when the tap is opened. */
export interface Tap {
  readonly writes: readonly SeenWrite[];
  /** How often each object was created, and deleted: `create configmaps shop/hello`. */
  readonly births: ReadonlyMap<string, number>;
  /** A text in which names that the server made are as they are the same in each run. */
  masked(text: string): string;
}

export interface TapOptions {
  readonly store: ObjectStore;
  readonly faults: Faults;
  /** Whose requests are meant, by their User-Agent. */
  readonly program: string;
  readonly meddle: Meddle;
}

const WRITING: ReadonlySet<string> = new Set(['create', 'update', 'patch', 'delete', 'deletecollection']);
/** What comes and goes beside the work itself, and questions that are asked by POST. */
const ASIDE: ReadonlySet<string> = new Set(['leases', 'events']);
const isQuestion = ({ group }: FaultMoment): boolean => group === 'authorization.k8s.io' || group === 'authentication.k8s.io';

const collectionOf = ({ group, resource }: Pick<FaultMoment, 'group' | 'resource'>): string =>
  group === '' ? resource : `${resource}.${group}`;

export function openTap({ store, faults, program, meddle }: TapOptions): Tap {
  const writes: (SeenWrite & { readonly changes: StoreChange[]; title: string })[] = [];
  const births = new Map<string, number>();
  const names = createMaskedNames();
  /** By their paths, what has arrived and has not been answered. */
  const underWay = new Map<string, { readonly moment: FaultMoment; readonly write: (typeof writes)[number] }>();

  const arrived = (moment: FaultMoment): SeenWrite => {
    const title = [collectionOf(moment), moment.subresource].filter(Boolean).join('/');
    const name = names.shown(collectionOf(moment), `${moment.namespace}/${moment.name}`);
    const what = `${verbOf(moment)} ${title} ${name}`;
    const nth = writes.filter((earlier) => earlier.what === what).length + 1;
    const write = { number: writes.length + 1, what, title: what, nth, changes: [] };
    writes.push(write);
    underWay.set(`${moment.method} ${moment.path}`, { moment, write });
    return write;
  };
  store.subscribe((change) => {
    const { collection, type, key } = change;
    names.see(change);
    if (type !== 'MODIFIED' && !ASIDE.has(collection.split('.')[0] ?? '')) {
      const birth = `${type === 'ADDED' ? 'create' : 'delete'} ${collection} ${names.shown(collection, key)}`;
      births.set(birth, (births.get(birth) ?? 0) + 1);
    }
    for (const { moment, write } of underWay.values()) {
      if (!concerns(moment, change)) continue;
      write.changes.push(change);
      if (moment.name === '' && type === 'ADDED') write.title = `${verbOf(moment)} ${collection} ${names.shown(collection, key)}`;
    }
  });
  faults.inject({ userAgent: program }, (moment) => {
    if (moment.at === 'event' || !WRITING.has(moment.verb) || ASIDE.has(moment.resource) || isQuestion(moment))
      return meddle(moment, undefined);
    if (moment.query.has('dryRun')) return meddle(moment, undefined);
    if (moment.at === 'request') return meddle(moment, arrived(moment));
    const path = `${moment.method} ${moment.path}`;
    const write = underWay.get(path)?.write;
    underWay.delete(path);
    return meddle(moment, write);
  });
  return { writes, births, masked: names.inText };
}

const verbOf = ({ verb, subresource, contentType }: FaultMoment): string =>
  subresource === 'eviction' ? 'evict' : verb === 'patch' && contentType.includes('apply-patch') ? 'apply' : verb;

function concerns(moment: FaultMoment, { collection, type, key }: StoreChange): boolean {
  if (collection !== collectionOf(moment)) return false;
  const [namespace, name] = key.split('/');
  return namespace === moment.namespace && (moment.name === '' ? type === 'ADDED' || moment.verb !== 'create' : name === moment.name);
}
