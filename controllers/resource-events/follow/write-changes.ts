import { setImmediate as breathe } from 'node:timers/promises';
import { versionOf, type Change } from '../../../kube/follow/change.ts';
import type { KubeObject } from '../../../kube/objects/resource.ts';
import { makeGap } from '../change/make-change.ts';
import type { ResumedHow } from '../resume/resume-plan.ts';
import type { CollectionOptions } from './collection-options.ts';
import type { Resuming } from './resuming.ts';

/** Takes one change of a collection to the intake, and resolves when there is room for the next. */
export type WriteChange = (change: Change<KubeObject>, signal: AbortSignal) => Promise<void>;

/**
 * So many of a list are taken at a time. In between the bus is heard, so that what it has confirmed is not held in memory; and so are the
 * probes and the Lease, which a list of a hundred thousand would else keep waiting for seconds.
 */
const BREATH = 100;

export function changeWriter({ states, source, before, selected, intake }: CollectionOptions, resuming: Resuming): WriteChange {
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
