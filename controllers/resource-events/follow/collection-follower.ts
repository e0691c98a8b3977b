import { parseLossless } from '../../../ground/json/lossless.ts';
import { versionOf } from '../../../kube/follow/change.ts';
import { reflect } from '../../../kube/follow/reflect.ts';
import { resourceTitle } from '../../../kube/objects/resource.ts';
import type { CollectionOptions } from './collection-options.ts';
import { createFollowerHealth, type FollowerHealth } from './follower-health.ts';
import { createResuming, type Resuming } from './resuming.ts';
import { takeTurn } from './take-turn.ts';
import { withTurns } from './with-turns.ts';
import { changeWriter, type WriteChange } from './write-changes.ts';

/** A resource that is followed, in one namespace or in all. */
export interface CollectionFollower extends Pick<FollowerHealth, 'state' | 'problem'> {
  /** Follows until `signal` aborts. */
  run(signal: AbortSignal): Promise<void>;
}

/** How it is followed, from one beginning on. */
interface Course {
  readonly options: CollectionOptions;
  readonly resuming: Resuming;
  readonly write: WriteChange;
}

/** Takes every change to the intake, in the order in which the server tells of them. */
export function createCollectionFollower(options: CollectionOptions): CollectionFollower {
  const { resource, slots, clock, staleMs, log, namespace } = options;
  const title = namespace === undefined ? resourceTitle(resource) : `${resourceTitle(resource)} in ${namespace}`;
  const health = createFollowerHealth({ title, clock, staleMs, log });
  const first = begin(options);
  return {
    state: health.state,
    problem: health.problem,
    async run(signal) {
      const giveBack = await slots.take(signal);
      try {
        for (let course: Course | undefined = first; course !== undefined;) course = await follow(course, health, signal, giveBack);
      } finally {
        giveBack();
      }
    },
  };
}

function begin(options: CollectionOptions): Course {
  const { states, resume, before } = options;
  const resuming = createResuming(resume);
  if (resuming.restoresFirst && before !== undefined) states.restore(before.restore());
  return { options, resuming, write: changeWriter(options, resuming) };
}

/** Follows until `signal` aborts; or answers how to go on, where another replica has published more than this one has seen. */
async function follow(
  { options, resuming, write }: Course,
  health: FollowerHealth,
  signal: AbortSignal,
  giveBack: () => void,
): Promise<Course | undefined> {
  const { client, resource, clock, random, selected, namespace, fieldSelector } = options;
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const changes = reflect(client, resource, {
    namespace,
    fieldSelector,
    signal: either,
    clock,
    random,
    parseJson: parseLossless,
    ...resuming.begin,
    onContact: health.heard,
    onPoll: health.failed,
    onError(error, pauseMs) {
      health.failed(error, pauseMs);
      if (pauseMs > 0) giveBack(); // what has to be waited for keeps nobody else waiting
    },
  });
  let version = '';
  try {
    const turned = selected === undefined || !resource.namespaced ? changes : withTurns(changes, selected.turns(either));
    for await (const change of turned) {
      if (!('type' in change)) {
        if (version !== '') await takeTurn(options, change, version, either); // else the list to come will know
        continue;
      }
      const later = change.type === 'replaced' && resuming.isOver ? options.overtaken(version) : undefined;
      if (later !== undefined) return begin(fromCheckpoint(options, later, version));
      await write(change, either);
      version = versionOf(change) ?? version;
      if (change.type === 'replaced') {
        health.listed(change.objects.length);
        giveBack();
      }
    }
    return undefined;
  } finally {
    over.abort();
    await changes.return(undefined);
  }
}

/**
 * It has missed what the server has forgotten by now, while another replica has published some of it: then what that one has said last
 * is how everything was at the checkpoint. What is remembered here serves only where the server does not know that either.
 */
function fromCheckpoint(options: CollectionOptions, checkpoint: string, version: string): CollectionOptions {
  const { states, resume, before } = options;
  const remembered = states.takeAll();
  return {
    ...options,
    resume: { ...resume, checkpoint, stored: version },
    before: {
      restore: () => remembered,
      discard() {
        for (const key of remembered.keys()) before?.kept?.(key, undefined);
      },
    },
  };
}
