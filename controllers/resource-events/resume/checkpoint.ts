/** Up to where everything has been published. */
export interface Checkpoint {
  readonly clusterId: string;
  /** By `deployments.apps`. */
  readonly resources: ReadonlyMap<string, ResourceCheckpoint>;
}

export interface ResourceCheckpoint {
  readonly version: string;
  /** A hash of which objects the rules chose: if they choose others now, what is there has not all been published. */
  readonly selection: string;
}

/** The data of the ConfigMap. */
export type CheckpointData = Readonly<Record<string, string>>;

export type CheckpointReading =
  | { readonly found: 'checkpoint'; readonly checkpoint: Checkpoint }
  | { readonly found: 'nothing' }
  /** It counts as none. `keep`: a newer civ8s wrote it, and it must not be overwritten. */
  | { readonly found: 'problem'; readonly why: string; readonly keep: boolean };

const FORMAT = 1;
/** A ConfigMap holds 1 MiB. */
const MOST_BYTES = 900_000;
const LINE = /^([a-z0-9.-]{1,253}) (\S{1,64}) ([A-Za-z0-9_-]{1,64})$/;

/** `resources` has one line each, sorted: what did not change stays where it is. */
export function writeCheckpoint({ clusterId, resources }: Checkpoint): CheckpointData {
  const lines = [...resources].map(([title, { version, selection }]) => `${title} ${version} ${selection}`).sort();
  return { format: String(FORMAT), cluster: clusterId, resources: lines.join('\n') };
}

/** How many resources there are in it. */
export const resourcesIn = (data: CheckpointData | undefined): number =>
  (data?.['resources'] ?? '').split('\n').filter((line) => line !== '').length;

/** From outside: anything may be in it. */
export function readCheckpoint(data: CheckpointData | undefined, clusterId: string): CheckpointReading {
  const { format, cluster, resources } = data ?? {};
  if (format === undefined && cluster === undefined && resources === undefined) return { found: 'nothing' };
  if (format !== undefined && /^[1-9]\d{0,8}$/.test(format) && Number(format) > FORMAT)
    return problem(`it is of format ${format}, which a newer civ8s wrote: run that one, or delete the ConfigMap`, true);
  if (format !== String(FORMAT) || cluster === undefined || resources === undefined)
    return damaged('a field is missing, or is not what it was');
  if (cluster !== clusterId) return problem(`it is of the cluster "${cluster.slice(0, 63)}", and this is "${clusterId}"`, false);
  if (resources.length > MOST_BYTES) return damaged(`it is longer than ${MOST_BYTES} characters`);
  const read = new Map<string, ResourceCheckpoint>();
  for (const [index, line] of resources
    .split('\n')
    .filter((text) => text !== '')
    .entries()) {
    const [, title, version, selection] = LINE.exec(line) ?? [];
    if (title === undefined || version === undefined || selection === undefined || read.has(title))
      return damaged(`its line ${index + 1} is not a resource and its version`);
    read.set(title, { version, selection });
  }
  return { found: 'checkpoint', checkpoint: { clusterId, resources: read } };
}

const problem = (why: string, keep: boolean): CheckpointReading => ({ found: 'problem', why, keep });

const damaged = (why: string): CheckpointReading => problem(`it is damaged: ${why}`, false);
