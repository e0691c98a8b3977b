import { setImmediate as breathe } from 'node:timers/promises';
import { parseLossless } from '../../../ground/json/lossless.ts';
import { versionOf, type Change } from '../../../kube/follow/change.ts';
import { reflect } from '../../../kube/follow/reflect.ts';
import { resourceTitle, type KubeObject } from '../../../kube/objects/resource.ts';
import { makeGap } from '../change/make-change.ts';
import type { ResumedHow } from '../resume/resume-plan.ts';
import type { CollectionOptions } from './collection-options.ts';
import { createFollowerHealth, type FollowerHealth } from './follower-health.ts';
import { createResuming, type Resuming } from './resuming.ts';
import { takeTurn } from './take-turn.ts';
import { withTurns } from './with-turns.ts';

/** A resource that is followed, in one namespace or in all. */
export interface CollectionFollower extends Pick<FollowerHealth, 'state' | 'problem'> {
  /** Follows until `signal` aborts. */
  run(signal: AbortSignal): Promise<void>;
}

/** Takes every change to the intake, in the order in which the server tells of them. */
export function createCollectionFollower(options: CollectionOptions): CollectionFollower {
  const { client, resource, states, resume, before, slots, clock, random, staleMs, log, selected, namespace, fieldSelector } = options;
  const title = namespace === undefined ? resourceTitle(resource) : `${resourceTitle(resource)} in ${namespace}`;
  const health = createFollowerHealth({ title, clock, staleMs, log });
  const resuming = createResuming(resume);
  if (resuming.restoresFirst && before !== undefined) states.restore(before.restore());
  const write = writer(options, resuming);
  return {
    state: health.state,
    problem: health.problem,
    async run(signal) {
      let version = '';
      const giveBack = await slots.take(signal);
      const changes = reflect(client, resource, {
        namespace,
        fieldSelector,
        signal,
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
      try {
        const turned = selected === undefined || !resource.namespaced ? changes : withTurns(changes, selected.turns(signal));
        for await (const change of turned) {
          if (!('type' in change)) {
            if (version !== '') await takeTurn(options, change, version, signal); // else the list to come will know
            continue;
          }
          await write(change, signal);
          version = versionOf(change) ?? version;
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

/**
 * So many of a list are taken at a time. In between the bus is heard, so that what it has confirmed is not held in memory; and so are the
 * probes and the Lease, which a list of a hundred thousand would else keep waiting for seconds.
 */
const BREATH = 100;

type Write = (change: Change<KubeObject>, signal: AbortSignal) => Promise<void>;

function writer({ states, source, before, selected, intake }: CollectionOptions, resuming: Resuming): Write {
  let isOpen = !resuming.restoresFirst;
  const isSelected = (object: KubeObject): boolean => selected?.has(object) ?? true;
  const tell = (how: ResumedHow | undefined): void => {
    if (how !== undefined) intake.resumed(how);
  };
  async function writeList(objects: readonly KubeObject[], version: string, signal: AbortSignal): Promise<void> {
    const { gap, restore, meaning, done } = resuming.listed(version);
    tell(done);
    if (restore && before !== undefined) states.restore(before.restore());
    else if (isOpen) before?.discard();
    isOpen = false;
    const origin = { at: version, live: meaning.as === 'comparison' };
    if (gap) intake.take({ what: 'change', change: makeGap(source, version) }, origin);
    let taken = 0;
    for (const noticed of states.replaced(objects.filter(isSelected), version, meaning)) {
      intake.take(noticed, origin);
      if (noticed.what === 'change') await intake.room(signal);
      taken += 1;
      if (taken % BREATH === 0) await breathe();
    }
  }
  return async (change, signal) => {
    const version = versionOf(change) ?? '';
    let isOwn = false;
    if (change.type === 'replaced') await writeList(change.objects, version, signal);
    else {
      tell(resuming.watched());
      if (change.type !== 'progress' && isSelected(change.object)) {
        const all = states[change.type === 'applied' ? 'applied' : 'deleted'](change.object);
        for (const noticed of all) intake.take(noticed, { at: version, live: true });
        isOwn = all.some((noticed) => noticed.what === 'ignored' && noticed.reason === 'own');
      }
    }
    if (signal.aborted) return;
    // What the agent writes itself gets nobody further: else each checkpoint would be a reason for the next.
    if (!isOwn) intake.reached(version);
    await intake.room(signal);
  };
}
