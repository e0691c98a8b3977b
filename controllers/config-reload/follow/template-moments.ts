import type { Delta } from '../../../kube/follow/store.ts';
import type { TemplateMoment } from '../decide/baseline.ts';
import type { Workload } from '../seen/workload.ts';

/** When the pod template of each workload was written, where this process saw it happen. */
export interface TemplateMoments {
  of(workload: Workload): TemplateMoment | undefined;
  note(delta: Delta<Workload>): void;
}

/** `heard` counts what this process hears of. */
export function createTemplateMoments(heard: () => number): TemplateMoments {
  const known = new Map<string, TemplateMoment>();
  return {
    of: ({ metadata }) => known.get(metadata?.uid ?? ''),
    note(delta) {
      const { metadata, template, settled } = delta.object;
      const uid = metadata?.uid ?? '';
      const before = known.get(uid);
      if (delta.type === 'deleted') known.delete(uid);
      else if (delta.type === 'added' ? !delta.initial : delta.old.template !== template) {
        // Where its controller has seen it already, this is a later write, which a new list shows: the first went by unseen.
        if (settled === true || delta.initial) known.delete(uid);
        else known.set(uid, { version: metadata?.resourceVersion ?? '', heard: heard(), byOthers: !isRecorded(delta) });
      } else if (before?.byOthers === true && isRecorded(delta)) known.set(uid, { ...before, byOthers: false });
    },
  };
}

/** Has this controller written a record, by itself or with the template? */
function isRecorded(delta: Delta<Workload>): boolean {
  const { interest } = delta.object;
  if (delta.type !== 'updated' || interest === undefined) return false;
  return !interest.isForeign && interest.record !== undefined && interest.record !== delta.old.interest?.record;
}
