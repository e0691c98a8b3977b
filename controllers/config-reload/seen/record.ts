import { timestamp } from '../../../ground/time/rfc3339.ts';

/** What the pods of a workload have of one source. */
export interface AppliedSource {
  /** Of the source, shortened: another source of the same name is another source. */
  readonly uid: string;
  /** Which keys count, shortened: `*` for all. */
  readonly keys: string;
  /** The beginning of Reloader's marker. */
  readonly marker: string;
  readonly digest: string;
  /** Of a source that each pod has in its own version. */
  readonly rotation?: Rotation;
}

interface Rotation {
  /** The newest resourceVersion among its pods' versions when this was written. */
  readonly after: string;
  /** Digests, shortened, of the contents that were over by then. */
  readonly older: readonly string[];
}

/** `deleted`: the workload was reloaded because the source was deleted. `out`: the source is there, and does not concern it. */
export type Entry = AppliedSource | 'deleted' | 'out';

/** What a workload's pods have of all that concerns it: the one memory that outlives every process. */
export interface AppliedRecord {
  /** What the workload asked for when this was written, shortened: annotations, and what its pods use. */
  readonly asks: string;
  readonly sources: Readonly<Record<string, Entry>>;
  /** How many Jobs were started for it. */
  readonly runs: number;
  /** The types that it asks for and that could not be seen, and ids of other namespaces' sources: it is not known whether they were there. */
  readonly unseen: readonly string[];
  /** Absent where it never was. */
  readonly rolled?: Rolled;
}

/** When a workload was last rolled, and whether it was down already, so that this is no sign of a bad change. */
export interface Rolled {
  /** In ms since 1970, to the second. */
  readonly at: number;
  readonly wasDown: boolean;
}

export function renderRecord({ asks, sources, runs, unseen, rolled }: AppliedRecord): string {
  const ids = Object.keys(sources).sort();
  const entries = ids.flatMap((id) => {
    const entry = sources[id];
    return entry === undefined ? [] : [[id, typeof entry === 'string' ? entry : renderEntry(entry)]];
  });
  return JSON.stringify({
    scope: asks,
    sources: Object.fromEntries(entries) as object,
    ...(runs === 0 ? {} : { runs }),
    ...(unseen.length === 0 ? {} : { unseen }),
    ...(rolled === undefined ? {} : { rolled: `${timestamp(rolled.at)}${rolled.wasDown ? DOWN : ''}` }),
  });
}

const DOWN = ' down';

const renderEntry = ({ uid, keys, marker, digest, rotation }: AppliedSource): string =>
  [uid, keys, marker, digest, ...(rotation === undefined ? [] : [rotation.after, ...rotation.older])].join(' ');

/** Undefined where there is none, or none that can be read: then the workload is taken as it is. */
export function parseRecord(text: string | undefined): AppliedRecord | undefined {
  try {
    const { scope: asks, sources, runs = 0, unseen = [], rolled } = JSON.parse(text ?? '') as Readonly<Record<string, unknown>>;
    if (typeof asks !== 'string' || typeof runs !== 'number' || !Array.isArray(unseen) || typeof sources !== 'object' || sources === null)
      return undefined;
    return {
      asks,
      runs,
      unseen: unseen.filter((each) => typeof each === 'string'),
      ...parseRolled(rolled),
      sources: Object.fromEntries(
        Object.entries(sources).flatMap(([id, entry]) => (typeof entry === 'string' ? [[id, parseEntry(entry)]] : [])),
      ),
    };
  } catch {
    return undefined;
  }
}

function parseRolled(text: unknown): Pick<AppliedRecord, 'rolled'> {
  if (typeof text !== 'string') return {};
  const at = Date.parse(text.replace(DOWN, ''));
  return Number.isNaN(at) ? {} : { rolled: { at, wasDown: text.endsWith(DOWN) } };
}

function parseEntry(text: string): Entry {
  if (text === 'deleted' || text === 'out') return text;
  const [uid = '', keys = '', marker = '', digest = '', after, ...older] = text.split(' ');
  return { uid, keys, marker, digest, ...(after === undefined ? {} : { rotation: { after, older } }) };
}
