import type { ChangedResource } from '../../../events/resource-change.ts';
import type { NoticeOptions } from '../change/notice.ts';
import type { Remembered } from '../change/remembered.ts';
import type { ChangeOutbox } from '../outbox/change-outbox.ts';
import { restored } from '../stored/restored.ts';
import type { StateStore } from '../stored/state-store.ts';

/** What there is of a collection from before: of the state dir, or of the follower that this one comes after. */
export interface StatesFromBefore {
  /** Answers the last states; what was still to be published is in the outbox again. */
  restore(): Iterable<readonly [key: string, Remembered]>;
  /** They are not restored: nothing is to be found there any more. */
  discard(): void;
  kept?(key: string, kept: Remembered | undefined): void;
}

export interface StoredStatesOptions {
  readonly store: StateStore;
  readonly resource: ChangedResource;
  readonly ruleFor: NoticeOptions['ruleFor'];
  readonly outbox: Pick<ChangeOutbox, 'append' | 'passed'>;
  /** Up to where another replica has published everything, perhaps since. */
  readonly checkpoint: string | undefined;
}

/** What the state dir has of a resource; `version`: up to where it had been seen, undefined where nothing was stored. */
export interface StoredStates {
  readonly version: string | undefined;
  /** Of one namespace, or of all. */
  of(namespace: string | undefined): StatesFromBefore;
}

export function storedStates({ store, resource, ruleFor, outbox, checkpoint }: StoredStatesOptions): StoredStates {
  const stored = store.stored(resource);
  let isDiscarded = stored === undefined;
  let areChangesBack = false;
  const putChangesBack = (): void => {
    if (areChangesBack) return;
    areChangesBack = true;
    for (const { change, at, live } of stored?.changes ?? []) outbox.append(change, { at, live });
    if (checkpoint !== undefined) outbox.passed(resource, checkpoint);
  };
  return {
    version: stored?.version,
    of: (namespace) => ({
      *restore() {
        putChangesBack();
        for (const [key, remembered] of restored(stored?.objects() ?? [], ruleFor))
          if (namespace === undefined || key.startsWith(`${namespace}/`)) yield [key, remembered];
      },
      discard() {
        if (!isDiscarded) store.forget(resource);
        isDiscarded = true;
      },
      kept: (key, kept) => store.kept(resource, key, kept),
    }),
  };
}
