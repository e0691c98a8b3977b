import type { ResourceRules } from '../rules/resource-rules.ts';
import type { ChangedResource } from '../../../events/resource-change.ts';
import { resourceTitle, type KubeObject, type Resource } from '../../../kube/objects/resource.ts';
import type { Log } from '../../runtime/tell/log.ts';
import type { ChangeOutbox } from '../outbox/change-outbox.ts';
import { readCheckpoint, writeCheckpoint, type Checkpoint, type CheckpointData, type ResourceCheckpoint } from '../resume/checkpoint.ts';

/** How far each resource is published, as the checkpoint says and as this process knows. */
export interface Checkpoints {
  /** What a replica has noted. */
  read(data: CheckpointData | undefined): void;
  /** Where to go on with a resource; undefined: nothing of it was published, or not all that is chosen now. */
  resumeFrom(resource: Resource<KubeObject>, selection: string): string | undefined;
  /** What is to be noted now; undefined where nothing may be. */
  current(): CheckpointData | undefined;
  /** The resource is followed, or not any more. */
  follow(resource: ChangedResource, selection: ResourceRules['selectionHash']): void;
  forget(resource: ChangedResource): void;
}

export interface CheckpointsOptions {
  readonly clusterId: string;
  readonly outbox: Pick<ChangeOutbox, 'settledVersion' | 'passed'>;
  readonly log: Log;
}

export function createCheckpoints({ clusterId, outbox, log }: CheckpointsOptions): Checkpoints {
  const followed = new Map<string, { readonly resource: ChangedResource; readonly selection: string }>();
  let noted: Checkpoint | undefined;
  let mayWrite = true;
  return {
    read(data) {
      const reading = readCheckpoint(data, clusterId);
      mayWrite = !(reading.found === 'problem' && reading.keep);
      if (reading.found === 'problem') log.warn({ why: reading.why }, 'the checkpoint cannot be used: a start is a first start');
      noted = reading.found === 'checkpoint' ? reading.checkpoint : undefined;
      for (const [title, { version, selection }] of noted?.resources ?? []) {
        const mine = followed.get(title);
        if (mine?.selection === selection) outbox.passed(mine.resource, version);
      }
    },
    resumeFrom(resource, selection) {
      const found = noted?.resources.get(resourceTitle(resource));
      return found?.selection === selection ? found.version : undefined;
    },
    current() {
      if (!mayWrite) return undefined;
      // What is not followed at the moment may come back: its group may be away.
      const resources = new Map<string, ResourceCheckpoint>(noted?.resources);
      for (const [title, { resource, selection }] of followed) {
        const version = outbox.settledVersion(resource);
        if (version !== undefined) resources.set(title, { version, selection });
      }
      return writeCheckpoint({ clusterId, resources });
    },
    follow: (resource, selection) => void followed.set(titleOf(resource), { resource, selection }),
    forget(resource) {
      const title = titleOf(resource);
      followed.delete(title);
      if (noted !== undefined) noted = { ...noted, resources: new Map([...noted.resources].filter(([known]) => known !== title)) };
    },
  };
}

const titleOf = ({ group, plural }: ChangedResource): string => (group === '' ? plural : `${plural}.${group}`);
