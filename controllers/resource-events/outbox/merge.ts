import { MOST_DIFFERENCES } from '../change/differences.ts';
import type { ChangeType, ResourceChange } from '../../../events/resource-change.ts';
import { changeId } from '../change/change-id.ts';

/**
 * Two changes of an object, one after the other, as one. What has changed in between counts as changed, also where it has changed
 * back. Undefined where the object came and went and nobody has heard of it: `unheard`, that it came.
 */
export function merge(first: ResourceChange, second: ResourceChange, unheard: boolean): ResourceChange | undefined {
  const merged = first.merged + second.merged + 1;
  if (isBeginning(first.type)) {
    if (second.type === 'deleted') return unheard ? undefined : { ...second, merged };
    return {
      ...second,
      type: first.type,
      id: idOf(first.type, second),
      happenedAtMs: first.happenedAtMs,
      then: undefined,
      changed: [],
      merged,
    };
  }
  if (second.type === 'deleted' || second.type === 'listed' || first.type === 'gap') return { ...second, merged };
  const changed = [...new Set([...first.changed, ...second.changed])].slice(0, MOST_DIFFERENCES);
  return { ...second, type: 'updated', id: idOf('updated', second), then: first.then, changed, merged };
}

const isBeginning = (type: ChangeType): boolean => type === 'created' || type === 'listed';

const idOf = (type: ChangeType, { clusterId, object: { uid, resourceVersion } }: ResourceChange): string =>
  changeId({ clusterId, uid, type, resourceVersion });
