import type { JsonMap } from '../rules/json-map.ts';
import { segmentsOf, type Pointers } from '../rules/pointers.ts';
import { differences, MOST_DIFFERENCES } from './differences.ts';
import type { View } from './view.ts';
import { without } from './without.ts';

/** What was published last. Its digests are absent where another process made them: then whatever they stand for may have changed. */
export interface PublishedView {
  readonly visible: JsonMap;
  readonly hidden: ReadonlyMap<string, string> | undefined;
}

/**
 * Pointers to what differs beside what is ignored; undefined where nothing does. A generation that differs alone comes from
 * something that is ignored.
 */
export function compare(before: PublishedView, now: View, ignore: Pointers | undefined): readonly string[] | undefined {
  const visible = differences(without(before.visible, ignore) ?? {}, without(now.visible, ignore) ?? {});
  const hidden = hiddenDifferences(before.hidden, now.hidden).filter((pointer) => !covers(ignore, pointer));
  const all = [...new Set([...visible, ...hidden])].slice(0, MOST_DIFFERENCES);
  return all.every((pointer) => pointer === '/metadata/generation') ? undefined : all;
}

function hiddenDifferences(before: PublishedView['hidden'], now: View['hidden']): readonly string[] {
  if (before === undefined) return [...now.keys()];
  return [...new Set([...before.keys(), ...now.keys()])].filter((pointer) => before.get(pointer) !== now.get(pointer));
}

/** Does one of the pointers lead to this place, or to something that it is within? */
function covers(pointers: Pointers | undefined, pointer: string): boolean {
  let at = pointers;
  for (const segment of segmentsOf(pointer)) {
    if (at === undefined || at.here) break;
    at = at.at(segment);
  }
  return at?.here === true;
}
