import type { Clock } from '../../../ground/time/clock.ts';
import { parseLossless } from '../../../ground/json/lossless.ts';
import type { Client, Selection } from '../../../kube/client/client.ts';
import { versionOf, type Change } from '../../../kube/follow/change.ts';
import { reflect } from '../../../kube/follow/reflect.ts';
import { resourceTitle, type KubeObject, type Resource } from '../../../kube/objects/resource.ts';
import type { Log } from '../../runtime/tell/log.ts';
import { makeGap, type ChangeSource } from '../change/make-change.ts';
import type { Noticed } from '../change/noticed.ts';
import type { ResourceStates } from '../change/resource-states.ts';
import type { Origin } from '../outbox/change-outbox.ts';
import { meaningOfFirstList, type Before, type ResumedHow } from './first-list.ts';
import { createFollowerHealth, type FollowerHealth } from './follower-health.ts';
import type { Turns } from './turns.ts';

/** Where what is noticed goes. */
export interface Intake {
  take(noticed: Noticed, origin: Origin): void;
  /** All that the collection has up to this version was taken. */
  reached(version: string): void;
  /** Resolves when more may be read. */
  room(signal: AbortSignal): Promise<void>;
  resumed(how: ResumedHow): void;
}

export interface CollectionOptions extends Pick<Selection, 'namespace' | 'fieldSelector'> {
  readonly client: Client;
  readonly resource: Resource<KubeObject>;
  readonly states: ResourceStates;
  readonly source: ChangeSource;
  readonly before: Before;
  /** Objects of other namespaces are not there, to the reader. */
  readonly isSelected: (object: KubeObject) => boolean;
  readonly intake: Intake;
  /** For the first list. */
  readonly turns: Turns;
  readonly clock: Clock;
  readonly random: () => number;
  readonly staleMs: number;
  readonly log: Log;
}

/** A resource that is followed, in one namespace or in all. */
export interface CollectionFollower extends Pick<FollowerHealth, 'state' | 'problem'> {
  /** Follows until `signal` aborts. */
  run(signal: AbortSignal): Promise<void>;
}

/** Takes every change to the intake, in the order in which the server tells of them. */
export function createCollectionFollower(options: CollectionOptions): CollectionFollower {
  const { client, resource, before, turns, clock, random, staleMs, log, namespace, fieldSelector } = options;
  const title = namespace === undefined ? resourceTitle(resource) : `${resourceTitle(resource)} in ${namespace}`;
  const health = createFollowerHealth({ title, clock, staleMs, log });
  const write = writer(options);
  return {
    state: health.state,
    problem: health.problem,
    async run(signal) {
      const giveBack = await turns.take(signal);
      const changes = reflect(client, resource, {
        namespace,
        fieldSelector,
        signal,
        clock,
        random,
        parseJson: parseLossless,
        ...(before.checkpoint === undefined ? {} : { from: before.checkpoint }),
        onContact: health.heard,
        onPoll: health.failed,
        onError(error, pauseMs) {
          health.failed(error, pauseMs);
          if (pauseMs > 0) giveBack(); // what has to be waited for keeps nobody else waiting
        },
      });
      try {
        for await (const change of changes) {
          await write(change, signal);
          if (change.type === 'replaced') {
            health.listed(change.objects.length);
            giveBack();
          }
        }
      } finally {
        giveBack();
      }
    },
  };
}

type Write = (change: Change<KubeObject>, signal: AbortSignal) => Promise<void>;

function writer({ states, source, before, isSelected, intake }: CollectionOptions): Write {
  /** What is to be said of how it was gone on with, once it is known. */
  let pending: ResumedHow | undefined;
  let isFirst = true;
  const settle = (how: ResumedHow): void => {
    if (pending !== undefined) intake.resumed(how);
    pending = undefined;
  };
  const takeList = async (noticed: Iterable<Noticed>, origin: Origin, signal: AbortSignal): Promise<void> => {
    for (const each of noticed) {
      intake.take(each, origin);
      if (each.what === 'change') await intake.room(signal);
    }
  };
  async function writeList(objects: readonly KubeObject[], version: string, signal: AbortSignal): Promise<void> {
    const selected = objects.filter(isSelected);
    if (!isFirst) {
      settle('compare');
      return takeList(states.replaced(selected, version, { as: 'comparison' }), { at: version, live: true }, signal);
    }
    isFirst = false;
    const { how, meaning } = meaningOfFirstList(before, version);
    pending = how;
    if (how !== 'watch') settle(how);
    if (how === 'gap') intake.take({ what: 'change', change: makeGap(source, version) }, { at: version, live: true });
    await takeList(states.replaced(selected, version, meaning), { at: version, live: meaning.as === 'comparison' }, signal);
  }
  return async (change, signal) => {
    const version = versionOf(change) ?? '';
    switch (change.type) {
      case 'replaced':
        await writeList(change.objects, version, signal);
        if (signal.aborted) return;
        break;
      case 'applied':
      case 'deleted':
        settle('watch');
        if (isSelected(change.object))
          for (const noticed of states[change.type](change.object)) intake.take(noticed, { at: version, live: true });
        break;
      case 'progress':
        settle('watch');
    }
    intake.reached(version);
    await intake.room(signal);
  };
}
