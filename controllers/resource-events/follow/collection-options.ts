import type { Clock } from '../../../ground/time/clock.ts';
import type { Client, Selection } from '../../../kube/client/client.ts';
import type { KubeObject, Resource } from '../../../kube/objects/resource.ts';
import type { Log } from '../../runtime/tell/log.ts';
import type { ChangeSource } from '../change/make-change.ts';
import type { Noticed } from '../change/noticed.ts';
import type { ResourceStates } from '../change/resource-states.ts';
import type { Origin } from '../outbox/change-outbox.ts';
import type { ResumedHow, ResumeFrom } from '../resume/resume-plan.ts';
import type { SelectedNamespaces } from './selected-namespaces.ts';
import type { StatesFromBefore } from './stored-states.ts';
import type { Slots } from './slots.ts';

/** Where what is noticed goes. */
export interface Intake {
  take(noticed: Noticed, origin: Origin): void;
  /** All that the collection has up to this version was taken. */
  reached(version: string): void;
  /** Resolves when more may be read. */
  room(signal: AbortSignal): Promise<void>;
  resumed(how: ResumedHow): void;
}

/** What a collection is followed with. */
export interface CollectionOptions extends Pick<Selection, 'namespace' | 'fieldSelector'> {
  readonly client: Client;
  readonly resource: Resource<KubeObject>;
  readonly states: ResourceStates;
  readonly source: ChangeSource;
  readonly resume: ResumeFrom;
  /** What is restored of what was remembered before. */
  readonly before?: StatesFromBefore;
  /** Objects of other namespaces are not there, to the reader. Absent: all are. */
  readonly selected?: Pick<SelectedNamespaces, 'has' | 'turns'>;
  readonly intake: Intake;
  /** Up to where another replica has published everything, if that is later than this version. */
  readonly overtaken: (version: string) => string | undefined;
  /** For the first list. */
  readonly slots: Slots;
  readonly clock: Clock;
  readonly random: () => number;
  readonly staleMs: number;
  readonly log: Log;
}
